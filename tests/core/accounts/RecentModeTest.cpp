// SPDX-License-Identifier: GPL-3.0-or-later
#include "RecentMode.h"

#include <QTest>

class RecentModeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void gmailAloneKnowsIt_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("user");
        QTest::addColumn<RecentMode>("expected");
        const auto row = [](const char *host, const char *user, RecentMode expected) {
            QTest::addRow("%s at %s", user, host)
                << QString::fromLatin1(host) << QString::fromLatin1(user) << expected;
        };
        row("pop.gmail.com", "anna@gmail.com", RecentMode::Possible);
        row("POP.Gmail.com.", "anna", RecentMode::Possible);
        row("pop.googlemail.com", "anna", RecentMode::Possible);
        row("pop.gmail.com", "recent:anna@gmail.com", RecentMode::On);
        row("pop.gmail.com", "Recent:anna@gmail.com", RecentMode::On);
        row("pop.gmail.com", "recently@gmail.com", RecentMode::Possible);
        row("pop.example.org", "recent:anna", RecentMode::None);
        row("pop.gmail.com.example.org", "anna", RecentMode::None);
        row("", "", RecentMode::None);
    }

    void gmailAloneKnowsIt()
    {
        QFETCH(QString, host);
        QFETCH(QString, user);
        ServerSettings server;
        server.host = host;
        server.user = user;
        QTEST(recentModeOf(server), "expected");
    }
};

QTEST_GUILESS_MAIN(RecentModeTest)
#include "RecentModeTest.moc"
