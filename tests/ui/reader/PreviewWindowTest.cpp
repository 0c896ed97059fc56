// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files shown without another program, and the gallery of a message's pictures.
#include "PreviewWindow.h"

#include "EnglishPlurals.h"
#include "GalleryWindow.h"
#include "MessageBar.h"
#include "NestedWindow.h"
#include "OpenSession.h"
#include "PdfView.h"
#include "PictureView.h"
#include "SourceView.h"
#include "ThumbnailModel.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QListView>
#include <QMimeData>
#include <QPainter>
#include <QPdfWriter>
#include <QPointer>
#include <QSignalSpy>
#include <QToolButton>
#include <QUrl>

namespace
{
QByteArray pictureOf(const QColor &colour, const QSize &size = {60, 40}, const char *format = "PNG")
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

QByteArray pdfOf(int pages)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(QPageSize::A5));
    QPainter painter(&writer);
    for (int page = 0; page < pages; ++page) {
        if (page > 0)
            writer.newPage();
        painter.fillRect(0, 0, writer.width(), writer.height() / 2, Qt::green);
    }
    painter.end();
    return bytes;
}

// Header of a PNG of 60,000 x 60,000; the check sum is right.
QByteArray hugePng()
{
    return QByteArray::fromHex("89504e470d0a1a0a0000000d494844520000ea600000ea6008020000000fb0e215") +
           QByteArray::fromHex("0000000049444154") + QByteArray(100, '\0');
}

bool shows(QWidget &widget, const QColor &colour)
{
    const QImage image = widget.grab().toImage();
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3)
            if (image.pixelColor(x, y).rgb() == colour.rgb())
                return true;
    return false;
}
} // namespace

class PreviewWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void init() { m_open = std::make_unique<OpenSession>(); }
    void cleanup();
    void pictureIsFittedAndZoomed();
    void nextAndPreviousGoThroughThePictures();
    void animationPlaysUntilItIsStopped();
    void hugePictureCostsASentence();
    void brokenPictureSaysSo();
    void contentCountsAndNotTheName();
    void textIsShownInItsEncoding();
    void messageGetsTheWindowOfMessages();
    void otherFilesSaySo();
    void pdfIsShownOrSaidToBeMissing();
    void brokenPdfSaysSo();
    void galleryShowsWhatItCanAndOpensTheOneThatIsCurrent();
    void spaceAndEscapeClose();

private:
    struct File {
        const char *type, *name;
        QByteArray bytes;
    };
    PreviewWindow *show(const std::vector<File> &files, int first = 0);
    void store(const std::vector<File> &files);
    bool isShown(const QSignalSpy &shown, int times = 1) const
    {
        return QTest::qWaitFor([&] { return shown.size() >= times; }, OpenSession::patience);
    }

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<PreviewWindow> m_window;
    std::vector<Attachment> m_attachments;
    MessageId m_message = 0;
    std::unique_ptr<QSignalSpy> m_shown;
};

void PreviewWindowTest::cleanup()
{
    m_shown.reset();
    m_window.reset();
    QList<QPointer<QWidget>> windows; // of which one may take another with it
    for (QWidget *window : QApplication::topLevelWidgets())
        windows += window;
    for (const QPointer<QWidget> &window : windows)
        delete window;
    m_open.reset();
}

void PreviewWindowTest::store(const std::vector<File> &files)
{
    QByteArray message = "From: Anna <anna@example.org>\r\nSubject: Files\r\nMIME-Version: 1.0\r\n"
                         "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n";
    for (const File &file : files)
        message += QByteArray("--b\r\nContent-Type: ") + file.type + "; name=\"" + file.name +
                   "\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                   file.bytes.toBase64() + "\r\n";
    m_message = m_open->add(message + "--b--\r\n");
    m_attachments.clear();
    m_open->session.body(m_message, {}, this, [this](const Result<MessageBody> &body) {
        m_attachments = body.value().attachments;
    });
    if (!QTest::qWaitFor([this] { return !m_attachments.empty(); }, OpenSession::patience))
        qFatal("the message was not read");
}

PreviewWindow *PreviewWindowTest::show(const std::vector<File> &files, int first)
{
    store(files);
    m_window = std::make_unique<PreviewWindow>(m_open->session, m_message, m_attachments, first);
    m_window->setAttribute(Qt::WA_DeleteOnClose, false);
    m_shown = std::make_unique<QSignalSpy>(m_window.get(), &PreviewWindow::shown);
    m_window->resize(600, 500);
    m_window->show();
    return m_window.get();
}

void PreviewWindowTest::pictureIsFittedAndZoomed()
{
    PreviewWindow *window = show({{"image/png", "wide.png", pictureOf(Qt::red, {3000, 1000})}});
    QVERIFY(isShown(*m_shown));
    auto *view = window->findChild<PictureView *>();
    QVERIFY(view->isVisible());
    QVERIFY(view->isFitted());
    QVERIFY(view->zoom() < 0.25);
    QTRY_VERIFY_WITH_TIMEOUT(shows(*view, Qt::red), OpenSession::patience);
    QVERIFY(view->accessibleName().contains(QStringLiteral("3000")));
    view->setZoom(1);
    QVERIFY(!view->isFitted());
    QVERIFY(shows(*view, Qt::red));
    view->zoomBy(1);
    QVERIFY(view->zoom() > 1);
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window));
    for (const Qt::Key key : {Qt::Key_Plus, Qt::Key_Equal}) { // no two of the same shortcut
        view->setZoom(1);
        QTest::keyClick(window, key, Qt::ControlModifier);
        QVERIFY(view->zoom() > 1);
    }
    QTest::keyClick(window, Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(view->zoom(), 1.0);
    view->fit();
    QVERIFY(view->zoom() < 0.25);
}

void PreviewWindowTest::nextAndPreviousGoThroughThePictures()
{
    PreviewWindow *window = show({{"image/png", "a.png", pictureOf(Qt::red)},
                                  {"image/jpeg", "b.jpg", pictureOf(Qt::blue, {9, 9}, "JPEG")}});
    QVERIFY(isShown(*m_shown));
    auto *view = window->findChild<PictureView *>();
    QTest::keyClick(view, Qt::Key_Left); // the first one stays
    QCOMPARE(window->current(), 0);
    QTest::keyClick(view, Qt::Key_Right);
    QCOMPARE(window->current(), 1);
    QVERIFY(isShown(*m_shown, 2));
    QVERIFY(window->windowTitle().contains(QStringLiteral("b.jpg")));
    QTest::keyClick(view, Qt::Key_Left);
    QCOMPARE(window->current(), 0);
    QVERIFY(isShown(*m_shown, 3));
    QVERIFY(shows(*view, Qt::red));
}

void PreviewWindowTest::animationPlaysUntilItIsStopped()
{
    // One pixel, red and blue, for ever.
    const QByteArray gif =
        QByteArray::fromHex("47494638396101000100800000ff00000000ff21ff0b4e45545343415045322e300301000000"
                            "21f90400050000002c00000000010001000002024401"
                            "0021f90400050000002c000000000100010000020"
                            "24c01003b");
    PreviewWindow *window = show({{"image/gif", "a.gif", gif}});
    QVERIFY(isShown(*m_shown));
    auto *view = window->findChild<PictureView *>();
    view->setZoom(16);
    for (int round = 0; round < 2; ++round) {
        QTRY_VERIFY_WITH_TIMEOUT(shows(*view, Qt::blue), OpenSession::patience);
        QTRY_VERIFY_WITH_TIMEOUT(shows(*view, Qt::red), OpenSession::patience);
    }
    QToolButton *stop = nullptr;
    for (auto *one : window->findChildren<QToolButton *>())
        if (one->text() == QStringLiteral("Stop"))
            stop = one;
    QVERIFY(stop && stop->isVisible());
    stop->click();
    QCOMPARE(stop->text(), QStringLiteral("Play"));
    const bool isRed = shows(*view, Qt::red);
    QTest::qWait(300); // frames would stand for 50 ms
    QCOMPARE(shows(*view, Qt::red), isRed);
    stop->click();
    QTRY_VERIFY_WITH_TIMEOUT(shows(*view, Qt::red) != isRed, OpenSession::patience);
}

void PreviewWindowTest::hugePictureCostsASentence()
{
    PreviewWindow *window = show({{"image/png", "bomb.png", hugePng()}});
    QVERIFY(isShown(*m_shown));
    QVERIFY2(window->refusal().contains(QStringLiteral("60,000 × 60,000")), qPrintable(window->refusal()));
}

void PreviewWindowTest::brokenPictureSaysSo()
{
    const QByteArray whole = pictureOf(Qt::red, {400, 400});
    PreviewWindow *window = show({{"image/png", "cut.png", whole.first(whole.size() / 2)}});
    QVERIFY(isShown(*m_shown));
    QVERIFY(window->refusal().contains(QStringLiteral("damaged")));
}

void PreviewWindowTest::contentCountsAndNotTheName()
{
    PreviewWindow *window = show({{"application/pdf", "invoice.pdf", pictureOf(Qt::red)}});
    QVERIFY(isShown(*m_shown));
    QVERIFY(window->findChild<PictureView *>()->isVisible());
    const auto *notice = window->findChild<MessageBar *>();
    QVERIFY(notice->isVisible());
    QVERIFY(notice->text().contains(QStringLiteral("“.pdf”")));
    QVERIFY(notice->text().contains(QStringLiteral("PNG picture")));
}

void PreviewWindowTest::textIsShownInItsEncoding()
{
    PreviewWindow *window = show({{"text/plain; charset=iso-8859-2", "notes.txt",
                                   "From: nobody\nboundary=x\n--x\nza\xBF\xF3\xB3\xE6"}});
    QVERIFY(isShown(*m_shown));
    auto *view = window->findChild<SourceView *>();
    QVERIFY(view->isVisible());
    QCOMPARE(view->visibleText(), QStringLiteral("From: nobody\nboundary=x\n--x\nzażółć"));
    for (const SourceLines::Line &line : view->lines().lines(0, 4))
        QCOMPARE(line.kind, SourceLines::Kind::Body); // a text has no header
}

void PreviewWindowTest::messageGetsTheWindowOfMessages()
{
    const QByteArray inner = "From: Ben <ben@example.org>\r\nSubject: Inner\r\n\r\nwords\r\n";
    PreviewWindow *window = show({{"application/octet-stream", "inner.eml", inner}});
    NestedWindow *nested = nullptr;
    const auto find = [&] {
        for (QWidget *one : QApplication::topLevelWidgets())
            if (auto *found = qobject_cast<NestedWindow *>(one))
                nested = found;
        return nested != nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(find(), OpenSession::patience);
    QTRY_COMPARE_WITH_TIMEOUT(nested->windowTitle(), QStringLiteral("Inner"), OpenSession::patience);
    QVERIFY(!window->isVisible());
}

void PreviewWindowTest::otherFilesSaySo()
{
    PreviewWindow *window = show({{"application/zip", "a.zip", QByteArray("PK\3\4\0\0", 6)}});
    QVERIFY(isShown(*m_shown));
    QVERIFY(window->refusal().contains(QStringLiteral("application/zip")));
    QVERIFY(window->refusal().contains(QStringLiteral("save it")));
}

void PreviewWindowTest::pdfIsShownOrSaidToBeMissing()
{
    PreviewWindow *window = show({{"application/pdf", "two.pdf", pdfOf(2)}});
    QVERIFY(isShown(*m_shown));
    if (!PdfPages::isThere()) {
        QVERIFY(
            window->refusal().contains(QStringLiteral("This build cannot show PDF; open it or save it.")));
        return;
    }
    auto *view = window->findChild<PdfView *>();
    QVERIFY2(view->isVisible(), qPrintable(window->refusal()));
    QCOMPARE(view->pages().sizes().size(), size_t(2));
    QCOMPARE(view->accessibleName(), QStringLiteral("Page 1 of 2"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(*view, Qt::green), OpenSession::patience);
    QTest::keyClick(view, Qt::Key_End);
    QCOMPARE(view->accessibleName(), QStringLiteral("Page 2 of 2"));
    view->setZoom(1);
    QTRY_VERIFY_WITH_TIMEOUT(shows(*view, Qt::green), OpenSession::patience);
}

void PreviewWindowTest::brokenPdfSaysSo()
{
    if (!PdfPages::isThere())
        QSKIP("this build cannot show PDF");
    PreviewWindow *window = show({{"application/pdf", "broken.pdf", "%PDF-1.7\nnothing"}});
    QVERIFY(isShown(*m_shown));
    QVERIFY2(window->refusal().contains(QStringLiteral("damaged")), qPrintable(window->refusal()));
}

void PreviewWindowTest::galleryShowsWhatItCanAndOpensTheOneThatIsCurrent()
{
    store({{"image/png", "a.png", pictureOf(Qt::red, {600, 400})},
           {"image/png", "bomb.png", hugePng()},
           {"image/png", "c.png", pictureOf(Qt::blue, {600, 400})}});
    auto *gallery = new GalleryWindow(m_open->session, m_message, m_attachments);
    gallery->show();
    QListView &list = gallery->list();
    QAbstractItemModel *model = list.model();
    QCOMPARE(model->rowCount(), 3);
    QTRY_VERIFY_WITH_TIMEOUT(shows(list, Qt::red) && shows(list, Qt::blue), OpenSession::patience);
    const auto words = [model](int row) {
        return model->index(row, 0).data(Qt::AccessibleTextRole).toString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(words(1).contains(QStringLiteral("too large")), OpenSession::patience);
    QVERIFY(words(0).contains(QStringLiteral("a.png")));
    QVERIFY(words(0).contains(QStringLiteral("600 × 400")));
    QTest::keyClick(&list, Qt::Key_Right);
    QTest::keyClick(&list, Qt::Key_Right);
    QCOMPARE(list.currentIndex().row(), 2);
    QTest::keyClick(&list, Qt::Key_Left, Qt::ShiftModifier);
    QApplication::clipboard()->clear();
    gallery->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(gallery));
    QTest::keyClick(&list, Qt::Key_C, Qt::ControlModifier);
    const auto copied = [] {
        const QMimeData *content = QApplication::clipboard()->mimeData();
        return content ? content->urls() : QList<QUrl>();
    };
    QTRY_COMPARE_WITH_TIMEOUT(copied().size(), 2, OpenSession::patience);
    QCOMPARE(copied()[1].fileName(), QStringLiteral("c.png"));
    QTest::keyClick(&list, Qt::Key_Right);
    QTest::keyClick(&list, Qt::Key_Return);
    auto *preview = gallery->findChild<PreviewWindow *>();
    QVERIFY(preview);
    QCOMPARE(preview->current(), 2);
    preview->step(-1);
    QTRY_VERIFY_WITH_TIMEOUT(preview->refusal().contains(QStringLiteral("too large")), OpenSession::patience);
}

void PreviewWindowTest::spaceAndEscapeClose()
{
    PreviewWindow *window = show({{"image/png", "a.png", pictureOf(Qt::red)}});
    QVERIFY(isShown(*m_shown));
    QTest::keyClick(window->findChild<PictureView *>(), Qt::Key_Space);
    QVERIFY(!window->isVisible());
    window->show();
    QVERIFY(QTest::qWaitForWindowActive(window));
    QTest::keyClick(window, Qt::Key_Escape);
    QVERIFY(!window->isVisible());
}

QTEST_MAIN(PreviewWindowTest)
#include "PreviewWindowTest.moc"
