// SPDX-License-Identifier: GPL-3.0-or-later
#include "Retention.h"

#include <QTest>

#include <algorithm>
#include <ctime>
#include <functional>
#include <limits>

namespace
{
constexpr qint64 now = 1'800'000'000;

// Processor time: what other programs do does not count.
qint64 work(const std::function<void()> &function)
{
    qint64 least = std::numeric_limits<qint64>::max();
    for (int round = 0; round < 5; ++round) {
        const std::clock_t start = std::clock();
        function();
        least = std::min<qint64>(least, std::clock() - start);
    }
    return least;
}
} // namespace

// How the work of deciding on a mailbox grows with it.
class RetentionGrowthTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void workGrowsLittleFasterThanTheMailbox()
    {
        RetentionPolicy policy;
        policy.hours = 720;
        policy.newest = 500;
        policy.newestMegabytes = 200;
        policy.whenInTrash = policy.whenArchived = policy.whenRemoved = true;
        const auto measured = [&](int count) {
            std::vector<RetentionItem> items;
            quint32 random = 1;
            for (int number = 0; number < count; ++number) {
                random = random * 1664525u + 1013904223u;
                RetentionItem item;
                item.firstSeen = now - random % 10'000'000;
                item.size = random % 50'000;
                item.position = number;
                item.place = static_cast<RetentionItem::Place>(random % 5);
                items.push_back(item);
            }
            return work([&] {
                const auto reasons = retentionReasons(items, policy, now);
                if (reasons.size() != items.size())
                    qFatal("reasons are missing");
            });
        };
        const qint64 small = measured(20'000), large = measured(200'000);
        // Ten times as many: n log n makes about 12 of it, caches some more; n² would make 100.
        const double ratio = static_cast<double>(large) / static_cast<double>(std::max<qint64>(small, 1));
        QVERIFY2(ratio < 40,
                 qPrintable(QStringLiteral("%1 times the work for ten times the mail").arg(ratio)));
    }
};

QTEST_GUILESS_MAIN(RetentionGrowthTest)
#include "RetentionGrowthTest.moc"
