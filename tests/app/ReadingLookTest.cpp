// SPDX-License-Identifier: GPL-3.0-or-later
#include "FindBar.h"
#include "HeaderDetails.h"
#include "HtmlView.h"
#include "MailWindow.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

// How a message is looked at, by the actions of the real window.
class ReadingLookTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_mail.reset(); }
    void allHeaderFieldsAreAKeyAway();
    void originalColoursAreAChoiceThatIsRemembered();
    void quotedHtmlFoldsByKeyAndUnfoldsForWhatIsFound();

private:
    void takeWindow();
    HtmlView *view() const { return m_reader->findChild<HtmlView *>(); }

    std::unique_ptr<MailWindow> m_mail;
    ReaderPane *m_reader = nullptr;
};

void ReadingLookTest::init()
{
    m_mail = std::make_unique<MailWindow>();
    takeWindow();
    m_mail->import({MailWindow::message("Newsletter", 50, "text/html; charset=utf-8", "<p>some news</p>"),
                    MailWindow::message("Letter", 40, "text/plain", "A letter.\r\n"),
                    MailWindow::message("Answer", 30, "text/html; charset=utf-8",
                                        "<p>Yes.</p><p>Anna wrote:</p><blockquote type=cite>" +
                                            QByteArray("<p>a line of old hay</p>").repeated(6) +
                                            "<p>an old needle</p></blockquote><p>Bye</p>")});
    QTRY_COMPARE(m_mail->model->rowCount(), 3);
    QTRY_VERIFY(!m_mail->model->isLoading());
}

void ReadingLookTest::takeWindow()
{
    m_reader = m_mail->window->findChild<ReaderPane *>();
    m_reader->setReadDelay(-1);
}

void ReadingLookTest::allHeaderFieldsAreAKeyAway()
{
    m_mail->select(QStringLiteral("Letter"));
    auto *const details = m_reader->findChild<HeaderDetails *>();
    const auto shown = [details] {
        QStringList texts;
        for (const QLabel *label : details->findChildren<QLabel *>()) {
            if (label->isVisible())
                texts += label->text();
        }
        for (const QPlainTextEdit *text : details->findChildren<QPlainTextEdit *>()) {
            if (text->isVisible())
                texts += text->toPlainText();
        }
        return texts.join(u'\n');
    };
    QVERIFY(!shown().contains(QStringLiteral("MIME-Version"), Qt::CaseInsensitive));
    m_mail->press(Qt::Key_H);
    QVERIFY(m_mail->action(QStringLiteral("All header fields"))->isChecked());
    QTRY_VERIFY(shown().contains(QStringLiteral("MIME-Version"), Qt::CaseInsensitive));
    QVERIFY(shown().contains(QStringLiteral("40@example.org")));
    // They stay with the next message, and are its own.
    m_mail->select(QStringLiteral("Answer"));
    QTRY_VERIFY(shown().contains(QStringLiteral("30@example.org")));
    m_mail->press(Qt::Key_H);
    QVERIFY(!m_mail->action(QStringLiteral("All header fields"))->isChecked());
    QVERIFY(!shown().contains(QStringLiteral("MIME-Version"), Qt::CaseInsensitive));
}

void ReadingLookTest::originalColoursAreAChoiceThatIsRemembered()
{
    const auto hasColour = [this](const QColor &colour) {
        const QImage page = view()->viewport()->grab().toImage();
        for (int y = 0; y < page.height(); y += 3) {
            for (int x = 0; x < page.width(); x += 3) {
                if (page.pixelColor(x, y) == colour)
                    return true;
            }
        }
        return false;
    };
    const QColor paper(Qt::white), night = Theme::palette(Theme::Scheme::Dark).color(QPalette::Base);
    Theme::apply(*qApp, Theme::Scheme::Dark);
    m_mail->select(QStringLiteral("Newsletter"));
    QTRY_VERIFY(hasColour(night) && !hasColour(paper));
    m_mail->action(QStringLiteral("Original colours"))->trigger();
    QTRY_VERIFY(hasColour(paper));
    m_mail->window->close();
    m_mail->open();
    takeWindow();
    QVERIFY(m_mail->action(QStringLiteral("Original colours"))->isChecked());
    m_mail->select(QStringLiteral("Newsletter"));
    QTRY_VERIFY(hasColour(paper));
    m_mail->action(QStringLiteral("Original colours"))->trigger();
    QTRY_VERIFY(!hasColour(paper));
}

void ReadingLookTest::quotedHtmlFoldsByKeyAndUnfoldsForWhatIsFound()
{
    m_mail->select(QStringLiteral("Answer"));
    const auto shows = [this](const char *text) {
        return view()->toPlainText().contains(QString::fromLatin1(text));
    };
    QVERIFY(shows("7 quoted line") && shows("old hay"));
    m_mail->press(Qt::Key_Q);
    QVERIFY(shows("7 quoted line") && !shows("old hay"));
    QVERIFY(shows("Yes.") && shows("Anna wrote:") && shows("Bye"));
    m_mail->press(Qt::Key_F, Qt::ControlModifier);
    auto *const field = m_reader->findChild<FindBar *>()->findChild<QLineEdit *>();
    QTest::keyClicks(field, QStringLiteral("needle"));
    QVERIFY(shows("an old needle"));
    QCOMPARE(view()->textCursor().selectedText(), QStringLiteral("needle"));
    m_mail->press(Qt::Key_Escape);
    m_mail->select(QStringLiteral("Letter"));
    m_mail->select(QStringLiteral("Answer"));
    QVERIFY(!shows("an old needle"));
    m_mail->press(Qt::Key_Q);
    QVERIFY(shows("an old needle"));
}

QTEST_MAIN(ReadingLookTest)
#include "ReadingLookTest.moc"
