// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chips of a message's attachments: selecting, copying, dragging away, showing.
#include "AttachmentBar.h"

#include "AttachmentChip.h"
#include "AttachmentFiles.h"
#include "EnglishPlurals.h"
#include "GalleryWindow.h"
#include "NestedWindow.h"
#include "OpenSession.h"
#include "PreviewWindow.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QDrag>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>

namespace
{
QByteArray picture(const QColor &colour)
{
    QImage image(20, 10, QImage::Format_RGB32);
    image.fill(colour);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray part(const char *type, const char *name, const QByteArray &bytes)
{
    return QByteArray("--b\r\nContent-Type: ") + type + "; name=\"" + name +
           "\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           bytes.toBase64() + "\r\n";
}

QByteArray messageOfFive()
{
    return "From: Anna <anna@example.org>\r\nSubject: Five\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n" +
           part("text/plain", "notes.txt", "one") + part("image/png", "red.png", picture(Qt::red)) +
           part("image/png", "blue.png", picture(Qt::blue)) +
           part("application/octet-stream", "setup.exe", "MZ") +
           part("message/rfc822", "inner.eml", "Subject: Inner\r\n\r\nwords\r\n") + "--b--\r\n";
}
} // namespace

class AttachmentBarTest : public QObject
{
    Q_OBJECT
public:
    // Stands in for the programs of the system.
    Q_INVOKABLE void take(const QUrl &url) { m_opened += url; }

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void clicksSelectAsInAFileManager();
    void keysGoFromChipToChip();
    void copyPutsTheFilesOnTheClipboard();
    void copyOfAPictureHasThePictureToo();
    void copyOfTheHashIsText();
    void dragTakesAllThatAreSelected();
    void mouseThatLetsGoEarlyDragsNothing();
    void doubleClickOpensOnce();
    void riskyTypeIsAskedAboutBeforeItOpens();
    void spaceShowsAFileAndMessagesGetTheirWindow();
    void picturesHaveAGallery();
    void ofManyAFewRowsAreShownAndTheRestReached();
    void everythingHasANameForScreenReaders();
    void savingGoesOnAfterAFailure();
    void programThatIsCalledADocumentIsAskedAbout();

private:
    AttachmentChip *chip(int index) const { return m_bar->findChildren<AttachmentChip *>().value(index); }
    QStringList selected() const
    {
        QStringList names;
        for (const Attachment &one : m_bar->selected())
            names += one.name;
        return names;
    }
    void click(int index, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::mouseClick(chip(index), Qt::LeftButton, modifiers, QPoint(12, 12));
    }
    template <class Window> Window *opened() const
    {
        for (QWidget *window : QApplication::topLevelWidgets())
            if (auto *found = qobject_cast<Window *>(window); found && found->isVisible())
                return found;
        return nullptr;
    }

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<AttachmentBar> m_bar;
    QList<QUrl> m_opened;
};

void AttachmentBarTest::initTestCase()
{
    EnglishPlurals::installFor(*qApp);
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "take");
}

void AttachmentBarTest::init()
{
    m_opened.clear();
    m_open = std::make_unique<OpenSession>();
    const MessageId id = m_open->add(messageOfFive());
    std::optional<MessageBody> body;
    m_open->session.body(id, {}, this, [&](const Result<MessageBody> &result) { body = result.value(); });
    QTRY_VERIFY_WITH_TIMEOUT(body, OpenSession::patience);
    m_bar = std::make_unique<AttachmentBar>(m_open->session);
    m_bar->resize(1000, 100);
    m_bar->showAttachments(id, body->attachments);
    m_bar->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_bar.get()));
    m_bar->activateWindow();
    QCOMPARE(m_bar->findChildren<AttachmentChip *>().size(), 5);
}

void AttachmentBarTest::cleanup()
{
    m_bar.reset();
    QList<QPointer<QWidget>> windows; // of which one may take another with it
    for (QWidget *window : QApplication::topLevelWidgets())
        windows += window;
    for (const QPointer<QWidget> &window : windows)
        delete window;
    m_open.reset();
}

void AttachmentBarTest::clicksSelectAsInAFileManager()
{
    click(1);
    QCOMPARE(selected(), QStringList{QStringLiteral("red.png")});
    click(3, Qt::ShiftModifier);
    QCOMPARE(selected(), (QStringList{QStringLiteral("red.png"), QStringLiteral("blue.png"),
                                      QStringLiteral("setup.exe")}));
    click(2, Qt::ControlModifier);
    QCOMPARE(selected(), (QStringList{QStringLiteral("red.png"), QStringLiteral("setup.exe")}));
    click(0);
    QCOMPARE(selected(), QStringList{QStringLiteral("notes.txt")});
    QVERIFY(m_opened.isEmpty());
}

void AttachmentBarTest::keysGoFromChipToChip()
{
    chip(0)->setFocus();
    QTRY_VERIFY(chip(0)->hasFocus());
    QTest::keyClick(chip(0), Qt::Key_Left); // the first one stays
    QVERIFY(chip(0)->hasFocus());
    QTest::keyClick(chip(0), Qt::Key_Right);
    QTRY_VERIFY(chip(1)->hasFocus());
    QTest::keyClick(chip(1), Qt::Key_Space, Qt::ControlModifier);
    QCOMPARE(selected(), QStringList{QStringLiteral("red.png")});
    QTest::keyClick(chip(1), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(selected().size(), 5);
    QTest::keyClick(chip(1), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_opened.size(), 1, OpenSession::patience);
    QCOMPARE(m_opened[0].fileName(), QStringLiteral("red.png"));
}

void AttachmentBarTest::copyPutsTheFilesOnTheClipboard()
{
    click(0);
    click(3, Qt::ControlModifier);
    QSignalSpy copied(m_bar.get(), &AttachmentBar::copied);
    QTest::keyClick(chip(0), Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 1, OpenSession::patience);
    const QMimeData *content = QApplication::clipboard()->mimeData();
    QCOMPARE(content->urls().size(), 2);
    QFile file(content->urls()[0].toLocalFile());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("one"));
    QCOMPARE(content->urls()[1].fileName(), QStringLiteral("setup.exe"));
    QVERIFY(!(QFile::permissions(content->urls()[1].toLocalFile()) & QFile::ExeOwner));
    QVERIFY(content->hasFormat(QStringLiteral("text/uri-list")));
    QVERIFY(!content->hasImage());
}

void AttachmentBarTest::copyOfAPictureHasThePictureToo()
{
    QSignalSpy copied(m_bar.get(), &AttachmentBar::copied);
    QTest::keyClick(chip(1), Qt::Key_C, Qt::ControlModifier); // not selected: itself alone
    QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 1, OpenSession::patience);
    const QMimeData *content = QApplication::clipboard()->mimeData();
    QCOMPARE(content->urls().size(), 1);
    QCOMPARE(content->imageData().value<QImage>().pixelColor(3, 3), QColor(Qt::red));
}

void AttachmentBarTest::copyOfTheHashIsText()
{
    for (QAction *action : chip(0)->menu()->actions())
        if (action->text() == QStringLiteral("Copy SHA-256"))
            action->trigger();
    QCOMPARE(QApplication::clipboard()->text(),
             QStringLiteral("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed")); // of "one"
}

void AttachmentBarTest::dragTakesAllThatAreSelected()
{
    click(0);
    click(1, Qt::ControlModifier);
    const QPoint start(12, 12);
    QTest::mousePress(chip(0), Qt::LeftButton, {}, start);
    QTest::mouseMove(chip(0), start + QPoint(40, 40));
    QVERIFY(chip(0)->isHeld());
    QVERIFY(!m_bar->findChild<QDrag *>()); // the files are written first
    // The drag has a loop of its own, until it is given up.
    QList<QUrl> urls;
    QTimer look;
    connect(&look, &QTimer::timeout, this, [&] {
        if (const auto *drag = m_bar->findChild<QDrag *>()) {
            urls = drag->mimeData()->urls();
            look.stop();
            QDrag::cancel();
        }
    });
    look.start(10);
    QTRY_VERIFY_WITH_TIMEOUT(!urls.isEmpty(), OpenSession::patience);
    QCOMPARE(urls.size(), 2);
    QCOMPARE(urls[0].fileName(), QStringLiteral("notes.txt"));
    QCOMPARE(urls[1].fileName(), QStringLiteral("red.png"));
    QVERIFY(QFile::exists(urls[1].toLocalFile()));
    QVERIFY(!chip(0)->isHeld());
    QVERIFY(m_opened.isEmpty());
}

// The files are there for the next time.
void AttachmentBarTest::mouseThatLetsGoEarlyDragsNothing()
{
    const QPoint start(12, 12);
    QTest::mousePress(chip(0), Qt::LeftButton, {}, start);
    QTest::mouseMove(chip(0), start + QPoint(40, 40));
    QTest::mouseRelease(chip(0), Qt::LeftButton, {}, start + QPoint(40, 40));
    QSignalSpy copied(m_bar.get(), &AttachmentBar::copied);
    QTest::keyClick(chip(0), Qt::Key_C, Qt::ControlModifier); // answered after the drag's request
    QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 1, OpenSession::patience);
    QVERIFY(!m_bar->findChild<QDrag *>());
    QVERIFY(selected().isEmpty());
}

void AttachmentBarTest::doubleClickOpensOnce()
{
    click(0);
    QTest::mouseDClick(chip(0), Qt::LeftButton, {}, QPoint(12, 12));
    QTRY_COMPARE_WITH_TIMEOUT(m_opened.size(), 1, OpenSession::patience);
    QCOMPARE(m_opened[0].fileName(), QStringLiteral("notes.txt"));
    QVERIFY(!QFileInfo(m_opened[0].toLocalFile()).permission(QFile::WriteOwner));
}

void AttachmentBarTest::riskyTypeIsAskedAboutBeforeItOpens()
{
    QTest::keyClick(chip(3), Qt::Key_Return);
    auto *box = m_bar->findChild<QMessageBox *>();
    QVERIFY(box);
    QVERIFY(box->text().contains(QStringLiteral("a Windows program")));
    box->reject();
    QVERIFY(m_opened.isEmpty());
}

void AttachmentBarTest::spaceShowsAFileAndMessagesGetTheirWindow()
{
    QTest::keyClick(chip(0), Qt::Key_Space);
    QTRY_VERIFY(opened<PreviewWindow>());
    QTest::keyClick(chip(4), Qt::Key_Space);
    QTRY_VERIFY(opened<NestedWindow>());
    QTRY_COMPARE_WITH_TIMEOUT(opened<NestedWindow>()->windowTitle(), QStringLiteral("Inner"),
                              OpenSession::patience);
    QVERIFY(m_opened.isEmpty());
}

void AttachmentBarTest::picturesHaveAGallery()
{
    QPushButton *button = nullptr;
    for (auto *one : m_bar->findChildren<QPushButton *>())
        if (one->text() == QStringLiteral("2 pictures…"))
            button = one;
    QVERIFY(button);
    button->click();
    QTRY_VERIFY(opened<GalleryWindow>());
}

void AttachmentBarTest::ofManyAFewRowsAreShownAndTheRestReached()
{
    std::vector<Attachment> many(60);
    for (size_t i = 0; i < many.size(); ++i) {
        many[i].part = QString::number(i + 2);
        many[i].name = QStringLiteral("report-%1.txt").arg(i);
    }
    m_bar->showAttachments(1, many);
    QTRY_COMPARE(m_bar->findChildren<AttachmentChip *>().size(), 60);
    QVERIFY(m_bar->heightForWidth(400) < 6 * chip(0)->sizeHint().height());
    QVERIFY(m_bar->heightForWidth(400) > 2 * chip(0)->sizeHint().height());
    m_bar->resize(400, m_bar->heightForWidth(400));
    QTRY_VERIFY(chip(30)->y() > m_bar->height());
    QVERIFY(chip(30)->visibleRegion().isEmpty());
    chip(29)->setFocus();
    QTest::keyClick(chip(29), Qt::Key_Right);
    QTRY_VERIFY(!chip(30)->visibleRegion().isEmpty());
}

void AttachmentBarTest::everythingHasANameForScreenReaders()
{
    for (const AttachmentChip *one : m_bar->findChildren<AttachmentChip *>()) {
        QVERIFY(one->accessibleName().contains(one->attachment().name));
        QVERIFY(!one->accessibleDescription().isEmpty());
    }
    chip(0)->click(); // as a screen reader presses it
    QTRY_COMPARE_WITH_TIMEOUT(m_opened.size(), 1, OpenSession::patience);
}

void AttachmentBarTest::savingGoesOnAfterAFailure()
{
    std::vector<Attachment> files;
    for (const AttachmentChip *one : m_bar->findChildren<AttachmentChip *>())
        files.push_back(one->attachment());
    files.resize(3);
    files[1].part = QStringLiteral("99"); // there is none
    AttachmentFiles taker(m_open->session, *m_bar);
    QSignalSpy missed(&taker, &AttachmentFiles::missed);
    QSignalSpy saved(&taker, &AttachmentFiles::saved);
    const QTemporaryDir directory;
    taker.saveAllTo(1, files, directory.path());
    QTRY_COMPARE_WITH_TIMEOUT(missed.size(), 1, OpenSession::patience);
    QVERIFY2(
        missed[0][0].toString().startsWith(QStringLiteral("2 of 3 attachments saved; not saved: red.png. ")),
        qPrintable(missed[0][0].toString()));
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files, QDir::Name),
             (QStringList{QStringLiteral("blue.png"), QStringLiteral("notes.txt")}));
    QCOMPARE(saved.size(), 0);
}

void AttachmentBarTest::programThatIsCalledADocumentIsAskedAbout()
{
    const MessageId id =
        m_open->add("From: Anna <anna@example.org>\r\nSubject: Bill\r\nMIME-Version: 1.0\r\n"
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n" +
                    part("application/pdf", "bill.pdf", QByteArray("MZ\x90\0\3\0\0\0", 8)) + "--b--\r\n");
    std::optional<MessageBody> body;
    m_open->session.body(id, {}, this, [&](const Result<MessageBody> &result) { body = result.value(); });
    QTRY_VERIFY_WITH_TIMEOUT(body, OpenSession::patience);
    m_bar->showAttachments(id, body->attachments);
    m_bar->openPart(body->attachments[0].part);
    const auto *question = m_bar->findChild<QMessageBox *>();
    QVERIFY(question);
    QVERIFY(question->text().contains(QStringLiteral("a Windows program")));
    QVERIFY(m_opened.isEmpty());
}

QTEST_MAIN(AttachmentBarTest)
#include "AttachmentBarTest.moc"
