// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

#include <atomic>

namespace
{
QString differences(const Scenario::Expected &expected, FaultBench &bench)
{
    const FetchReport &report = bench.report;
    QStringList lines;
    const auto compare = [&lines](const char *what, int is, int wanted) {
        if (wanted >= 0 && is != wanted)
            lines << QStringLiteral("%1: %2, not %3").arg(QLatin1String(what)).arg(is).arg(wanted);
    };
    QStringList wanted;
    for (const ErrorCode code : expected.errors)
        wanted << errorCodeName(code);
    const QString is = report.error ? errorCodeName(report.error->code) : QString();
    if (report.error ? !wanted.contains(is) : !wanted.isEmpty())
        lines << QStringLiteral("error: \"%1\" (%2), not \"%3\"")
                     .arg(is, report.error ? report.error->detail : QString(),
                          wanted.join(QStringLiteral("\" or \"")));
    compare("fetched", report.fetched, expected.fetched);
    compare("not fetched", static_cast<int>(report.notFetched.size()), expected.notFetched);
    compare("RETR", bench.sent("RETR"), expected.retr);
    compare("DELE", bench.sent("DELE"), expected.dele);
    compare("QUIT", bench.sent("QUIT"), expected.quit);
    if (expected.also)
        lines << expected.also(bench);
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}
} // namespace

void addScenarios(const std::vector<Scenario> &scenarios)
{
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<bool>("deleting");
    for (const Scenario &scenario : scenarios) {
        QTest::newRow(scenario.name) << scenario << false;
        if (scenario.bothModes)
            QTest::addRow("%s, deleting", scenario.name) << scenario << true;
    }
}

QString playScenario()
{
    QFETCH(const Scenario, scenario);
    QFETCH(const bool, deleting);
    const auto mode = deleting ? FaultBench::Mode::Delete : FaultBench::Mode::Keep;
    FaultBench bench(scenario.messages, FaultBench::Mode::Keep, scenario.bodyBytes);
    if (scenario.known) {
        bench.check();
        if (const QString wrong = bench.violationsWhenAllArrived(); !wrong.isEmpty())
            return QStringLiteral("before the fault:\n") + wrong;
        bench.openStore();
    }
    bench.setMode(mode);
    scenario.fault(bench);
    bench.check();
    if (const QString wrong = differences(scenario.expected, bench); !wrong.isEmpty())
        return QStringLiteral("the check with the fault:\n") + wrong;
    if (const QString wrong = bench.violations(); !wrong.isEmpty())
        return QStringLiteral("after the fault:\n") + wrong;
    bench.heal();
    bench.check();
    if (const QString wrong = bench.violationsWhenAllArrived(); !wrong.isEmpty())
        return QStringLiteral("after the next check:\n") + wrong;
    return {};
}

std::function<bool(ScriptedPopServer::Peer &, const QByteArray &)> answering(QByteArray start, Answer answer)
{
    return [start = std::move(start), answer = std::move(answer)](ScriptedPopServer::Peer &peer,
                                                                  const QByteArray &line) {
        if (!line.startsWith(start))
            return false;
        answer(peer);
        return true;
    };
}

std::function<bool(ScriptedPopServer::Peer &, const QByteArray &)> answering(QByteArray start,
                                                                             QByteArray bytes)
{
    return answering(std::move(start),
                     [bytes = std::move(bytes)](ScriptedPopServer::Peer &peer) { peer.send(bytes); });
}

std::function<bool(ScriptedPopServer::Peer &, const QByteArray &)> answeringOnce(QByteArray start,
                                                                                 Answer answer)
{
    auto done = std::make_shared<std::atomic<bool>>(false);
    return [start = std::move(start), answer = std::move(answer), done](ScriptedPopServer::Peer &peer,
                                                                        const QByteArray &line) {
        if (!line.startsWith(start) || done->exchange(true))
            return false;
        answer(peer);
        return true;
    };
}

QString unless(bool condition, const char *text)
{
    return condition ? QString() : QString::fromLatin1(text);
}
