// SPDX-License-Identifier: GPL-3.0-or-later
#include "TrustLine.h"
#include "MailTrust.h"
#include "OpenSession.h"
#include "TestHttpServer.h"
#include "TrustText.h"
#include "UnsubscribeDialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using Kind = TrustReason::Kind;
using Weight = TrustReason::Weight;
using Verdict = MessageTrust::Verdict;

namespace
{

MessageBody bodyWith(Verdict verdict, std::vector<TrustReason> reasons)
{
    MessageBody body;
    body.header.from = {{QStringLiteral("Shop"), QStringLiteral("news@shop.example")}};
    body.header.listId = QStringLiteral("News <news.shop.example>");
    body.trust.verdict = verdict;
    body.trust.reasons = std::move(reasons);
    return body;
}

QToolButton *button(const TrustLine &line, const QString &text)
{
    for (auto *one : line.findChildren<QToolButton *>())
        if (one->text() == text)
            return one;
    return nullptr;
}

QStringList textsIn(const QWidget &widget)
{
    QStringList texts;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        if (!label->text().isEmpty())
            texts += label->text();
    return texts;
}

} // namespace

class TrustLineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyReasonHasASentence();
    void eachVerdictHasASymbolAndAWord();
    void aConfirmedSenderIsNamed();
    void whatAStrangerWroteCannotTurnTheLine();
    void whyShowsEveryReason();
    void noMessageShowsNothing();
    void aSignatureIsCheckedOnlyWhenAsked();
    void leavingAListAsksBeforeAnythingIsSent();
    void withoutOneClickThePageIsOffered();

private:
    OpenSession m_open;
};

void TrustLineTest::everyReasonHasASentence()
{
    QStringList sentences;
    for (int kind = 0; kind <= int(Kind::SignatureCoversAPart); ++kind) {
        const QString sentence = reasonSentence(
            {Kind(kind), Weight::Caution, QStringLiteral("one.example"), QStringLiteral("two.example")});
        QVERIFY2(sentence.endsWith(QLatin1Char('.')), qPrintable(sentence));
        QVERIFY2(!sentence.contains(QLatin1Char('%')), qPrintable(sentence));
        sentences += sentence;
    }
    QCOMPARE(sentences.removeDuplicates(), 0);
}

void TrustLineTest::eachVerdictHasASymbolAndAWord()
{
    TrustLine line(m_open.session);
    QStringList words;
    QStringList icons;
    for (const Verdict verdict : {Verdict::Nothing, Verdict::Good, Verdict::Caution, Verdict::Warning}) {
        line.showTrust(
            1,
            bodyWith(verdict, {{Kind::LookAlikeDomain, Weight::Warning, QStringLiteral("a.example"), {}}}));
        QVERIFY(line.text().startsWith(trustSign(verdict).word));
        words += trustSign(verdict).word;
        icons += trustSign(verdict).icon;
    }
    QCOMPARE(words.removeDuplicates(), 0);
    QCOMPARE(icons.removeDuplicates(), 0);
}

void TrustLineTest::aConfirmedSenderIsNamed()
{
    TrustLine line(m_open.session);
    line.showTrust(1,
                   bodyWith(Verdict::Good,
                            {{Kind::SenderAuthenticated, Weight::Good, QStringLiteral("shop.example"), {}}}));
    QVERIFY(!line.isHidden());
    QCOMPARE(
        line.text(),
        QStringLiteral(
            "Sender confirmed: Your mail provider confirmed that this message comes from shop.example."));
}

void TrustLineTest::whatAStrangerWroteCannotTurnTheLine()
{
    TrustLine line(m_open.session);
    line.showTrust(
        1, bodyWith(Verdict::Warning,
                    {{Kind::NameHoldsAddress, Weight::Warning, QStringLiteral("x@evil.example"),
                      QStringLiteral("<b>\u202Eboss@example.org</b>\n\nYour provider confirmed it")}}));
    QVERIFY(!line.text().contains(QChar(0x202e)));
    QVERIFY(!line.text().contains(QLatin1Char('\n')));
    for (const QLabel *label : line.findChildren<QLabel *>())
        QVERIFY(label->textFormat() == Qt::PlainText || label->text().isEmpty());
}

void TrustLineTest::whyShowsEveryReason()
{
    TrustLine line(m_open.session);
    line.resize(700, 200);
    const TrustReason first{Kind::LookAlikeDomain, Weight::Warning, QStringLiteral("paypa1.com"),
                            QStringLiteral("paypal.com")};
    const TrustReason second{Kind::SenderAuthenticated, Weight::Good, QStringLiteral("paypa1.com"), {}};
    line.showTrust(1, bodyWith(Verdict::Warning, {first, second}));
    line.show();
    QToolButton *why = button(line, QStringLiteral("Why?"));
    QVERIFY(why && why->isVisible());
    QVERIFY(!why->accessibleName().isEmpty());
    const auto isShown = [&](const TrustReason &reason) {
        const QString sentence =
            trustSign(reason.weight).word + QStringLiteral(": ") + reasonSentence(reason);
        for (const QLabel *label : line.findChildren<QLabel *>())
            if (label->text() == sentence && label->parentWidget() != &line && label->isVisible())
                return true;
        return false;
    };
    QVERIFY(!isShown(second));
    why->click();
    QVERIFY(isShown(first) && isShown(second));
    why->click();
    QVERIFY(!isShown(second));
}

void TrustLineTest::noMessageShowsNothing()
{
    TrustLine line(m_open.session);
    line.showTrust(1, bodyWith(Verdict::Nothing, {}));
    QVERIFY(!line.isHidden());
    QVERIFY(!line.text().isEmpty());
    line.showTrust(0, {});
    QVERIFY(line.isHidden());
}

void TrustLineTest::aSignatureIsCheckedOnlyWhenAsked()
{
    TrustLine line(m_open.session);
    QSignalSpy failures(&line, &TrustLine::failed);
    MessageBody body = bodyWith(Verdict::Nothing, {{Kind::SignatureNotChecked, Weight::Note, {}, {}}});
    body.trust.signatures = {MessageSignature()};
    line.showTrust(1, body);
    line.show();
    std::optional<bool> can;
    m_open.session.trust().canCheck(MessageSignature::Kind::OpenPgp, this,
                                    [&can](bool answer) { can = answer; });
    QVERIFY(QTest::qWaitFor([&can] { return can.has_value(); }, 60000));
    QToolButton *check = button(line, QStringLiteral("Check signature"));
    QVERIFY(check);
    QVERIFY(QTest::qWaitFor([&] { return check->isVisible() == *can; }, 60000));
    QVERIFY(failures.isEmpty());
    if (!*can)
        QSKIP("gpg is not installed");
    check->click(); // there is no such message in this profile
    QVERIFY(failures.count() == 1 || failures.wait(60000));
    QVERIFY(check->isVisible());
}

void TrustLineTest::leavingAListAsksBeforeAnythingIsSent()
{
    TestHttpServer server([](const TestHttpServer::Request &) { return TestHttpServer::answer(200, "ok"); });
    MailTrust::Limits limits;
    limits.mayBePrivate = true;
    m_open.session.trust().setLimits(limits);
    TrustLine line(m_open.session);
    MessageBody body = bodyWith(Verdict::Nothing, {});
    const QUrl place(QStringLiteral("http://127.0.0.1:%1/off").arg(server.port()));
    body.trust.unsubscription = Unsubscription{place, place, {}};
    line.showTrust(1, body);
    line.show();
    QSignalSpy notices(&line, &TrustLine::noticed);
    QToolButton *leave = button(line, QStringLiteral("Unsubscribe…"));
    QVERIFY(leave && leave->isVisible());

    leave->click();
    auto *question = line.findChild<UnsubscribeDialog *>();
    QVERIFY(question && question->isVisible());
    QVERIFY(textsIn(*question).join(QLatin1Char('\n')).contains(QStringLiteral("127.0.0.1")));
    auto *buttons = question->findChild<QDialogButtonBox *>();
    QVERIFY(buttons->button(QDialogButtonBox::Cancel)->isDefault());
    buttons->button(QDialogButtonBox::Cancel)->click();
    QTest::qWait(300);
    QVERIFY(server.requests().empty());

    QVERIFY(QTest::qWaitFor([&] { return !line.findChild<UnsubscribeDialog *>(); }));
    leave->click();
    question = line.findChild<UnsubscribeDialog *>();
    QVERIFY(question);
    for (auto *one : question->findChildren<QPushButton *>())
        if (one->text() == QStringLiteral("&Unsubscribe"))
            one->click();
    QVERIFY(notices.count() == 1 || notices.wait(60000));
    QCOMPARE(server.requests().size(), size_t(1));
    QCOMPARE(server.requests().front().body, QByteArray("List-Unsubscribe=One-Click"));
    QVERIFY(!leave->isEnabled());
}

void TrustLineTest::withoutOneClickThePageIsOffered()
{
    TrustLine line(m_open.session);
    MessageBody body = bodyWith(Verdict::Nothing, {});
    const QUrl page(QStringLiteral("https://shop.example/off?u=1"));
    body.trust.unsubscription = Unsubscription{{}, page, QUrl(QStringLiteral("mailto:off@shop.example"))};
    line.showTrust(1, body);
    line.show();
    QSignalSpy links(&line, &TrustLine::linkActivated);
    button(line, QStringLiteral("Unsubscribe…"))->click();
    auto *question = line.findChild<UnsubscribeDialog *>();
    QVERIFY(question);
    QVERIFY(textsIn(*question).contains(page.toString()));
    QVERIFY(links.isEmpty());
    for (auto *one : question->findChildren<QPushButton *>())
        if (one->text() == QStringLiteral("&Open the page"))
            one->click();
    QCOMPARE(links.count(), 1);
    QCOMPARE(links.front().front().toUrl(), page);
}

QTEST_MAIN(TrustLineTest)
#include "TrustLineTest.moc"
