// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiscoveryRun.h"

#include "ProviderProposal.h"

#include <algorithm>

namespace
{
constexpr std::array overNetwork{DiscoverySource::Autoconfig, DiscoverySource::Service,
                                 DiscoverySource::Exchanger, DiscoverySource::Ispdb, DiscoverySource::Probe};

// How much an error says; 0: that nothing is there.
int weightOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::HostNotFound:
    case ErrorCode::ConnectionRefused:
        return 0;
    case ErrorCode::Timeout:
    case ErrorCode::ConnectionLost:
        return 1;
    case ErrorCode::CertificateUntrusted:
    case ErrorCode::CertificateChanged:
        return 3;
    default:
        return 2;
    }
}
} // namespace

DiscoveryRun::DiscoveryRun(const MailAddress &address, bool mayAskIspdb,
                           const DiscoveryEnvironment &environment, Stepped stepped)
    : m_address(address), m_mayAskIspdb(mayAskIspdb), m_environment(environment),
      m_stepped(std::move(stepped))
{
}

DiscoveryRun::~DiscoveryRun()
{
    for (const Attempt &attempt : m_attempts)
        attempt.cancellation->cancel();
    for (const Attempt &attempt : m_attempts)
        attempt.thread->wait();
}

Result<std::vector<ServerProposal>> DiscoveryRun::run(Cancellation &cancellation)
{
    chooseProxy();
    if (lookIntoTable()) {
        auto known = proposalOf(*providerOfDomain(m_address.domain), m_address,
                                DiscoverySource::ProviderTable, m_address.domain);
        known.server.proxy = m_environment.proxy;
        return std::vector{std::move(known)};
    }
    start();
    wait(cancellation);
    if (auto why = whyNobodyAnswered()) {
        announceSilence();
        return tl::unexpected<Error>(std::move(*why));
    }
    return bestFirst(allFound());
}

// Who has told the system to go through a proxy does not expect Poplar to go past it.
void DiscoveryRun::chooseProxy()
{
    if (m_environment.proxy.kind == ProxySettings::Kind::None && m_environment.systemProxy)
        m_environment.proxy =
            m_environment.systemProxy(QStringLiteral("pop.") + m_address.domain, m_environment.tlsPort);
}

// Who is known is not looked for: that would tell others of it for nothing.
bool DiscoveryRun::lookIntoTable()
{
    const MailProvider *const provider = providerOfDomain(m_address.domain);
    const auto state = provider ? DiscoveryStep::State::Found : DiscoveryStep::State::Nothing;
    announce({DiscoverySource::ProviderTable, state, provider ? provider->name : QString(), {}});
    if (!provider)
        return false;
    for (const DiscoverySource source : overNetwork)
        announce({source, DiscoveryStep::State::Skipped, {}, {}});
    return true;
}

void DiscoveryRun::start()
{
    m_deadline = std::chrono::steady_clock::now() + m_environment.patience;
    for (DiscoveryWay &way : discoveryWays(m_address, m_mayAskIspdb, m_environment)) {
        Attempt attempt;
        attempt.way = std::move(way);
        attempt.cancellation = std::make_unique<Cancellation>();
        const auto work = [this, number = m_attempts.size(), look = attempt.way.look,
                           &cancellation = *attempt.cancellation] {
            Found found = look(cancellation);
            const std::lock_guard lock(m_mutex);
            m_arrived.emplace_back(number, std::move(found));
            m_changed.notify_one();
        };
        attempt.thread.reset(QThread::create(work));
        attempt.thread->setObjectName(QStringLiteral("discovery"));
        m_attempts.push_back(std::move(attempt));
    }
    announceAll();
    for (const Attempt &attempt : m_attempts)
        attempt.thread->start();
}

void DiscoveryRun::wait(Cancellation &cancellation)
{
    const Cancellation::Listener listener(cancellation, [this] {
        const std::lock_guard lock(m_mutex);
        m_isCancelled = true;
        m_changed.notify_one();
    });
    while (isRunning()) {
        std::vector<std::pair<size_t, Found>> arrived;
        bool isCancelled = false;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait_until(lock, m_deadline, [this] { return m_isCancelled || !m_arrived.empty(); });
            arrived.swap(m_arrived);
            isCancelled = m_isCancelled;
        }
        for (auto &[attempt, found] : arrived)
            take(attempt, std::move(found));
        if (isCancelled)
            endRest(End::Cancelled);
        else if (std::chrono::steady_clock::now() >= m_deadline)
            endRest(End::TimedOut);
        announceAll();
    }
}

void DiscoveryRun::take(size_t number, Found found)
{
    Attempt &attempt = m_attempts[number];
    if (attempt.end != End::None) // it has been ended, and says but that
        return;
    if (!found) {
        attempt.end = End::Failed;
        attempt.error = std::move(found.error());
        return;
    }
    attempt.end = End::Answered;
    attempt.found = std::move(*found);
    if (std::any_of(attempt.found.begin(), attempt.found.end(), isGood))
        outrank(number + 1);
}

void DiscoveryRun::outrank(size_t first)
{
    for (size_t number = first; number < m_attempts.size(); ++number) {
        Attempt &worse = m_attempts[number];
        if (worse.end != End::None)
            continue;
        worse.end = End::Outranked;
        worse.cancellation->cancel();
    }
    m_deadline = std::min(m_deadline, std::chrono::steady_clock::now() + m_environment.patienceAfterFind);
}

void DiscoveryRun::endRest(End end)
{
    for (Attempt &attempt : m_attempts) {
        if (attempt.end != End::None)
            continue;
        attempt.end = end;
        attempt.cancellation->cancel();
    }
}

bool DiscoveryRun::isRunning() const
{
    return std::any_of(m_attempts.begin(), m_attempts.end(),
                       [](const Attempt &attempt) { return attempt.end == End::None; });
}

bool DiscoveryRun::has(DiscoverySource source, End end) const
{
    return std::any_of(m_attempts.begin(), m_attempts.end(), [&](const Attempt &attempt) {
        return attempt.way.source == source && attempt.end == end;
    });
}

// Of the errors of a source the one that says most.
std::optional<Error> DiscoveryRun::errorOf(DiscoverySource source) const
{
    std::optional<Error> worst;
    for (const Attempt &attempt : m_attempts) {
        if (attempt.way.source != source)
            continue;
        std::optional<Error> error = attempt.error;
        if (attempt.end == End::TimedOut)
            error = Error{ErrorCode::Timeout, attempt.way.place, {}, {}, {}};
        if (error && weightOf(error->code) > (worst ? weightOf(worst->code) : 0))
            worst = std::move(error);
    }
    return worst;
}

DiscoveryStep DiscoveryRun::stepOf(DiscoverySource source) const
{
    using State = DiscoveryStep::State;
    DiscoveryStep step{source, State::Skipped, {}, {}};
    for (const Attempt &attempt : m_attempts) {
        if (attempt.way.source == source && !attempt.found.empty())
            return {source, State::Found, attempt.found.front().toldBy, {}};
        if (attempt.way.source == source && step.place.isEmpty())
            step.place = attempt.way.place;
    }
    const bool asksNameServers = source == DiscoverySource::Service || source == DiscoverySource::Exchanger;
    if (asksNameServers && m_environment.proxy.kind != ProxySettings::Kind::None) {
        step.state = State::Withheld;
    } else if (has(source, End::None)) {
        step.state = State::Running;
    } else if (has(source, End::Cancelled)) {
        step.state = State::Cancelled;
    } else if (!has(source, End::Outranked) && (step.error = errorOf(source))) {
        step.state = State::Failed;
    } else if (!has(source, End::Outranked) && !step.place.isEmpty()) {
        step.state = State::Nothing;
    }
    return step;
}

void DiscoveryRun::announce(DiscoveryStep step)
{
    std::optional<DiscoveryStep> &last = m_announced[size_t(step.source)];
    if (last == step)
        return;
    last = step;
    if (m_stepped)
        m_stepped(step);
}

void DiscoveryRun::announceAll()
{
    for (const DiscoverySource source : overNetwork)
        announce(stepOf(source));
}

// That a name was not found says nothing where nobody could be asked for it.
void DiscoveryRun::announceSilence()
{
    for (const DiscoverySource source : overNetwork) {
        const DiscoveryStep step = stepOf(source);
        if (step.state == DiscoveryStep::State::Nothing || step.state == DiscoveryStep::State::Failed)
            announce({source, DiscoveryStep::State::Failed, step.place, {}});
    }
}

std::vector<ServerProposal> DiscoveryRun::allFound() const
{
    std::vector<ServerProposal> all;
    for (const Attempt &attempt : m_attempts)
        all.insert(all.end(), attempt.found.begin(), attempt.found.end());
    for (ServerProposal &proposal : all)
        proposal.server.proxy = m_environment.proxy;
    return all;
}

// Not even a name server that knew nothing: then it is this computer that is cut off, or its proxy. Names
// that are not found at once, while other servers let one wait, were looked up somewhere.
std::optional<Error> DiscoveryRun::whyNobodyAnswered() const
{
    const auto failedBy = [](const Attempt &attempt, ErrorCode code) {
        return attempt.end == End::Failed && attempt.error && attempt.error->code == code;
    };
    const auto isLate = [&](const Attempt &attempt) {
        return attempt.end == End::TimedOut || failedBy(attempt, ErrorCode::Timeout);
    };
    const auto isUnknown = [&](const Attempt &attempt) { return failedBy(attempt, ErrorCode::HostNotFound); };
    const auto isSilent = [&](const Attempt &attempt) {
        return isLate(attempt) || isUnknown(attempt) || failedBy(attempt, ErrorCode::ConnectionLost);
    };
    const auto any = [this](const auto &kind) {
        return std::any_of(m_attempts.begin(), m_attempts.end(), kind);
    };
    const auto isBlocked = [&](const Attempt &attempt) { return failedBy(attempt, ErrorCode::ProxyFailed); };
    if (m_attempts.empty())
        return {};
    if (std::all_of(m_attempts.begin(), m_attempts.end(), isBlocked))
        return m_attempts.front().error;
    if (std::all_of(m_attempts.begin(), m_attempts.end(), isSilent) && !(any(isLate) && any(isUnknown)))
        return Error{ErrorCode::ConnectionLost, m_address.domain, {}, {}, {}};
    return {};
}
