// SPDX-License-Identifier: GPL-3.0-or-later
#include "LookingPage.h"

#include "AccountSetup.h"
#include "OpenSession.h"
#include "TestInternet.h"
#include "WidgetSearch.h"

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTest>

// Looking for a server where there is no way to look.
class LookingPageTest : public QObject
{
    Q_OBJECT

private:
    static QString outcome(const LookingPage &page)
    {
        QStringList texts;
        for (const QLabel *label : page.findChildren<QLabel *>())
            if (label->isVisible())
                texts += label->text();
        return texts.join(u'\n');
    }

    static QStringList steps(const LookingPage &page)
    {
        const auto *model = page.findChild<QListView *>()->model();
        QStringList steps;
        for (int row = 0; row < model->rowCount(); ++row)
            steps += model->index(row, 0).data(Qt::AccessibleTextRole).toString();
        return steps;
    }

private Q_SLOTS:
    void withoutANetworkThatIsSaidAndWhatToDo()
    {
        TestInternet internet({});
        internet.environment.resolver = [](const DnsQuestion &, std::chrono::milliseconds,
                                           Cancellation &) -> Result<std::vector<DnsRecord>> {
            return failure(ErrorCode::ConnectionLost, QStringLiteral("no name server"));
        };
        OpenSession open;
        open.session.setup().setDiscoveryEnvironment(internet.environment);
        LookingPage page(open.session);
        page.show();
        page.start(QStringLiteral("me@example.org"));
        QTRY_VERIFY_WITH_TIMEOUT(!page.isRunning(), OpenSession::patience);
        QVERIFY2(outcome(page).contains(QStringLiteral("no network connection")), qPrintable(outcome(page)));
        QVERIFY(outcome(page).contains(QStringLiteral("look again, or set the account up by hand")));
        QVERIFY(button(page, "Look again")->isVisible());
        for (const QPushButton *other : page.findChildren<QPushButton *>())
            QVERIFY(!other->isVisible() || !other->text().contains(QStringLiteral("Thunderbird")));
        QCOMPARE(steps(page).filter(QStringLiteral("No answer")).size(), 4);
    }

    void whatWouldGoPastAProxyIsNotAskedAndSaysSo()
    {
        TestInternet internet({});
        OpenSession open;
        open.session.setup().setDiscoveryEnvironment(internet.environment);
        LookingPage page(open.session);
        page.show();
        page.start(
            QStringLiteral("me@example.org"),
            {ProxySettings::Kind::Socks5, QStringLiteral("127.0.0.1"), TestInternet::refusingPort, {}});
        QTRY_VERIFY_WITH_TIMEOUT(!page.isRunning(), OpenSession::patience);
        QCOMPARE(steps(page).filter(QStringLiteral("past your proxy")).size(), 2);
        QVERIFY(internet.asked().isEmpty());
        QVERIFY2(outcome(page).contains(QStringLiteral("proxy"), Qt::CaseInsensitive),
                 qPrintable(outcome(page)));
    }
};

QTEST_MAIN(LookingPageTest)
#include "LookingPageTest.moc"
