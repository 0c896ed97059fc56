// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

#include "SocketChannel.h"

#include <cerrno>

// The n-th thing that a check of 20 messages does fails, for each n: an operation of the connection, of the
// store, of the disk. Whatever it was, one more check brings everything to its place.
class FaultSweepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyChannelOperationMayFail_data();
    void anyChannelOperationMayFail();
    void anyStoreOperationMayFail_data() { addModes(); }
    void anyStoreOperationMayFail();
    void anyDiskOperationMayFail_data();
    void anyDiskOperationMayFail();

private:
    static constexpr int messages = 20;
    static void addModes();
    // What is wrong after the disturbed check and after one more.
    static QString settle(FaultBench &bench);
};

namespace
{
// Counts reads, writes and handshakes over all connections of a check, and fails at one of them.
struct ChannelFault {
    int failAt = 0;
    ErrorCode code = ErrorCode::ConnectionLost;
    int operations = 0;

    bool isNow() { return operations++ == failAt; }
};

class FailingChannel final : public Channel
{
public:
    FailingChannel(std::unique_ptr<Channel> channel, std::shared_ptr<ChannelFault> fault)
        : m_channel(std::move(channel)), m_fault(std::move(fault))
    {
    }

    Result<void> write(QByteArrayView bytes) override
    {
        return m_fault->isNow() ? fail() : m_channel->write(bytes);
    }
    Result<void> read(QByteArray &buffer, std::chrono::milliseconds timeout) override
    {
        return m_fault->isNow() ? fail() : m_channel->read(buffer, timeout);
    }
    Result<void> startTls() override { return m_fault->isNow() ? fail() : m_channel->startTls(); }
    qint64 unreadBytes() const override { return m_channel->unreadBytes(); }
    bool isEncrypted() const override { return m_channel->isEncrypted(); }
    QString tlsVersion() const override { return m_channel->tlsVersion(); }
    void close() override { m_channel->close(); }

private:
    Result<void> fail()
    {
        m_channel->close();
        return failure(m_fault->code, QStringLiteral("the fault of this test"));
    }

    std::unique_ptr<Channel> m_channel;
    std::shared_ptr<ChannelFault> m_fault;
};

Connect failing(std::shared_ptr<ChannelFault> fault)
{
    return [fault = std::move(fault), connect = connectBySocket()](
               const Endpoint &endpoint, Cancellation &cancellation) -> Result<std::unique_ptr<Channel>> {
        TRY(auto channel, connect(endpoint, cancellation));
        return std::make_unique<FailingChannel>(std::move(channel), fault);
    };
}
} // namespace

QString FaultSweepTest::settle(FaultBench &bench)
{
    if (const QString wrong = bench.violations(); !wrong.isEmpty())
        return QStringLiteral("after the fault:\n") + wrong;
    bench.heal();
    bench.check();
    if (const QString wrong = bench.violationsWhenAllArrived(); !wrong.isEmpty())
        return QStringLiteral("after the next check:\n") + wrong;
    return {};
}

void FaultSweepTest::addModes()
{
    QTest::addColumn<FaultBench::Mode>("mode");
    QTest::newRow("keep") << FaultBench::Mode::Keep;
    QTest::newRow("delete") << FaultBench::Mode::Delete;
}

void FaultSweepTest::anyChannelOperationMayFail_data()
{
    QTest::addColumn<FaultBench::Mode>("mode");
    QTest::addColumn<bool>("pipelining");
    QTest::addColumn<bool>("startTls");
    QTest::addColumn<ErrorCode>("code");
    const auto lost = ErrorCode::ConnectionLost;
    for (const bool deleting : {false, true}) {
        const auto mode = deleting ? FaultBench::Mode::Delete : FaultBench::Mode::Keep;
        const char *name = deleting ? "delete" : "keep";
        QTest::addRow("%s, pipelining", name) << mode << true << false << lost;
        QTest::addRow("%s, one command at a time", name) << mode << false << false << lost;
        QTest::addRow("%s, STLS", name) << mode << true << true << lost;
        QTest::addRow("%s, silence, pipelining", name) << mode << true << false << ErrorCode::Timeout;
        QTest::addRow("%s, cancelled, pipelining", name) << mode << true << false << ErrorCode::Cancelled;
    }
}

void FaultSweepTest::anyChannelOperationMayFail()
{
    QFETCH(const FaultBench::Mode, mode);
    QFETCH(const bool, pipelining);
    QFETCH(const bool, startTls);
    QFETCH(const ErrorCode, code);
    int failAt = 0;
    for (bool failed = true; failed; ++failAt) {
        FaultBench bench(messages, mode);
        if (!pipelining)
            bench.mailbox.capabilitiesAfter.removeAll("PIPELINING");
        if (startTls)
            bench.useStartTls();
        const auto fault = std::make_shared<ChannelFault>();
        fault->failAt = failAt;
        fault->code = code;
        bench.connect = failing(fault);
        bench.check();
        failed = fault->operations > failAt;
        const QString wrong = settle(bench);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("operation %1: ").arg(failAt) + wrong));
    }
    QVERIFY2(failAt > (pipelining ? 10 : messages), qPrintable(QString::number(failAt)));
}

void FaultSweepTest::anyStoreOperationMayFail()
{
    QFETCH(const FaultBench::Mode, mode);
    int failAt = 0;
    for (bool failed = true; failed; ++failAt) {
        FaultBench bench(messages, mode);
        bench.failAt = failAt;
        bench.check();
        failed = bench.storeOperations > failAt;
        const QString wrong = settle(bench);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("operation %1: ").arg(failAt) + wrong));
    }
    QVERIFY2(failAt > (mode == FaultBench::Mode::Delete ? 5 : 3), qPrintable(QString::number(failAt)));
}

void FaultSweepTest::anyDiskOperationMayFail_data()
{
    QTest::addColumn<FaultBench::Mode>("mode");
    QTest::addColumn<int>("number");
    for (const bool deleting : {false, true}) {
        const auto mode = deleting ? FaultBench::Mode::Delete : FaultBench::Mode::Keep;
        QTest::addRow("%s, disk full", deleting ? "delete" : "keep") << mode << ENOSPC;
        QTest::addRow("%s, I/O error", deleting ? "delete" : "keep") << mode << EIO;
    }
}

void FaultSweepTest::anyDiskOperationMayFail()
{
    QFETCH(const FaultBench::Mode, mode);
    QFETCH(const int, number);
    int failAt = 0;
    for (bool failed = true; failed; ++failAt) {
        FaultBench bench(messages, mode, 3'000);
        bench.storeOptions.segmentSize = 4'000; // several segments, so that files are made too
        const auto operations = std::make_shared<int>(0);
        bench.storeOptions.faults = [operations, failAt, number](FileOperation) {
            return (*operations)++ == failAt ? number : 0;
        };
        bench.openStore();
        bench.check();
        failed = *operations > failAt;
        const QString wrong = settle(bench);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("operation %1: ").arg(failAt) + wrong));
    }
    QVERIFY2(failAt > 5, qPrintable(QString::number(failAt)));
}

QTEST_GUILESS_MAIN(FaultSweepTest)
#include "FaultSweepTest.moc"
