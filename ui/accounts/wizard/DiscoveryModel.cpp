// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiscoveryModel.h"

#include "ErrorText.h"

#include <algorithm>

using State = DiscoveryStep::State;

DiscoveryModel::DiscoveryModel(QObject *parent) : QAbstractListModel(parent) {}

QString DiscoveryModel::nameOf(DiscoverySource source)
{
    switch (source) {
    case DiscoverySource::ProviderTable:
        return tr("Providers that Poplar knows");
    case DiscoverySource::Autoconfig:
        return tr("Settings that the provider publishes");
    case DiscoverySource::Service:
        return tr("The domain's entry for POP3 (SRV)");
    case DiscoverySource::Exchanger:
        return tr("Who receives mail for the domain (MX)");
    case DiscoverySource::Ispdb:
        return tr("The list of the Thunderbird project");
    case DiscoverySource::Probe:
        return tr("Servers with the usual names");
    }
    return {};
}

// Whom a way asks, as long as it has not said so itself.
QString DiscoveryModel::placeOf(DiscoverySource source) const
{
    switch (source) {
    case DiscoverySource::ProviderTable:
        return tr("in this program, without a network");
    case DiscoverySource::Autoconfig:
        return QStringLiteral("https://autoconfig.%1").arg(m_domain);
    case DiscoverySource::Service:
    case DiscoverySource::Exchanger:
        return tr("in the DNS of %1").arg(m_domain);
    case DiscoverySource::Ispdb:
        return {};
    case DiscoverySource::Probe:
        return tr("pop., pop3. and mail.%1, only with encryption").arg(m_domain);
    }
    return {};
}

void DiscoveryModel::begin(const QString &domain, bool withIspdb)
{
    beginResetModel();
    m_domain = domain;
    m_steps.clear();
    for (const auto source :
         {DiscoverySource::ProviderTable, DiscoverySource::Autoconfig, DiscoverySource::Service,
          DiscoverySource::Exchanger, DiscoverySource::Ispdb, DiscoverySource::Probe})
        if (source != DiscoverySource::Ispdb || withIspdb)
            m_steps.push_back({source, State::Waiting, {}, {}});
    endResetModel();
}

void DiscoveryModel::take(const DiscoveryStep &step)
{
    const auto same = std::find_if(m_steps.begin(), m_steps.end(),
                                   [&step](const DiscoveryStep &one) { return one.source == step.source; });
    if (same == m_steps.end())
        return;
    *same = step;
    const QModelIndex changed = index(int(same - m_steps.begin()));
    Q_EMIT dataChanged(changed, changed);
}

void DiscoveryModel::stop()
{
    for (DiscoveryStep &step : m_steps) {
        if (step.state == State::Waiting || step.state == State::Running)
            step.state = State::Cancelled;
    }
    if (!m_steps.empty())
        Q_EMIT dataChanged(index(0), index(int(m_steps.size()) - 1));
}

QString DiscoveryModel::wordsOf(const DiscoveryStep &step) const
{
    switch (step.state) {
    case State::Waiting:
    case State::Running:
        return step.place.isEmpty() ? placeOf(step.source) : step.place;
    case State::Found:
        return step.place.isEmpty() ? tr("Found") : tr("Found: %1").arg(step.place);
    case State::Nothing:
        return tr("Nothing there");
    case State::Failed:
        return step.error ? errorWords(*step.error, step.place).sentence : tr("No answer");
    case State::Skipped:
        return tr("Not asked");
    case State::Withheld:
        return tr("Not asked: that would go past your proxy");
    case State::Cancelled:
        return tr("Stopped");
    }
    return {};
}

int DiscoveryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_steps.size());
}

QVariant DiscoveryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= int(m_steps.size()))
        return {};
    const DiscoveryStep &step = m_steps[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return nameOf(step.source);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(nameOf(step.source), wordsOf(step));
    case DiagnosisModel::WordsRole:
        return wordsOf(step);
    case DiagnosisModel::StateRole:
        // That a way has no answer is no failure of the search, so nothing is painted red.
        switch (step.state) {
        case State::Running:
            return int(DiagnosisModel::State::Running);
        case State::Found:
            return int(DiagnosisModel::State::Done);
        case State::Waiting:
            return int(DiagnosisModel::State::Waiting);
        default:
            return int(DiagnosisModel::State::Skipped);
        }
    default:
        return {};
    }
}
