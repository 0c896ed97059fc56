// SPDX-License-Identifier: GPL-3.0-or-later
#include "HtmlView.h"

#include <QAccessible>
#include <QBuffer>
#include <QImage>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace
{
QByteArray png(int width, int height, const QColor &colour, QImage::Format format = QImage::Format_RGB32)
{
    QImage image(width, height, format);
    image.fill(colour);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

MessageBody bodyOf(const QString &safeHtml)
{
    MessageBody body;
    body.safeHtml = safeHtml;
    body.text = QStringLiteral("the text");
    return body;
}

class OpenView : public HtmlView
{
public:
    using HtmlView::canInsertFromMimeData;
    using HtmlView::createMimeDataFromSelection;
};

QImage loaded(HtmlView &view, const QString &url)
{
    return view.loadResource(QTextDocument::ImageResource, QUrl(url)).value<QImage>();
}
} // namespace

class HtmlViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsHtmlAndFallsBackToText()
    {
        HtmlView view;
        MessageBody body = bodyOf(QStringLiteral("<p>the <b>page</b></p>"));
        view.showMessage(body, HtmlView::Mode::Html);
        QCOMPARE(view.toPlainText(), QStringLiteral("the page"));
        view.showMessage(body, HtmlView::Mode::Text);
        QCOMPARE(view.toPlainText(), QStringLiteral("the text"));
        body.safeHtml = QString();
        view.showMessage(body, HtmlView::Mode::Html);
        QCOMPARE(view.toPlainText(), QStringLiteral("the text"));
        view.clearMessage();
        QVERIFY(view.toPlainText().isEmpty());
    }

    void picturesBelowTheTextAreSeen()
    {
        MessageBody body;
        body.text = QStringLiteral("Before.\nAfter.");
        body.picturesBelow = {QStringLiteral("part:2")};
        body.images.insert(body.picturesBelow.front(), png(3000, 500, Qt::red));
        for (const QString &safeHtml :
             {QString(), QStringLiteral("<html><body><p>Before. After.</p></body></html>\n")}) {
            body.safeHtml = safeHtml;
            HtmlView view;
            view.resize(400, 400);
            view.showMessage(body, HtmlView::Mode::Html);
            QVERIFY(view.toPlainText().startsWith(QStringLiteral("Before.")));
            const QImage shot = view.grab().toImage();
            int red = 0;
            for (int y = 0; y < shot.height(); ++y)
                red += shot.pixelColor(shot.width() / 2, y) == QColor(Qt::red) ? 1 : 0;
            const int expected = view.pageWidth() * 500 / 3000; // as wide as the page, in proportion
            QVERIFY2(std::abs(red - expected) <= 2, qPrintable(QString::number(red)));
            QVERIFY(view.horizontalScrollBar()->maximum() == 0);
            view.clearMessage();
            QCOMPARE(loaded(view, QStringLiteral("part:2")).size(), QSize(1, 1));
        }
    }

    void loadsPicturesOfTheMessage()
    {
        HtmlView view;
        MessageBody body =
            bodyOf(QStringLiteral("<p><img src=\"cid:a b%40x\" width=\"20\" height=\"10\"></p>"));
        body.images.insert(QStringLiteral("cid:one@x"), png(20, 10, Qt::red));
        body.images.insert(QStringLiteral("cid:a b@x"), png(30, 10, Qt::red));
        view.showMessage(body, HtmlView::Mode::Html);
        QCOMPARE(loaded(view, QStringLiteral("cid:one@x")).size(), QSize(20, 10));
        QCOMPARE(loaded(view, QStringLiteral("cid:a b@x")).size(), QSize(30, 10));
        QCOMPARE(loaded(view, QStringLiteral("cid:a%20b%40x")).size(), QSize(30, 10));
        QCOMPARE(loaded(view, QStringLiteral("cid:two@x")).size(), QSize(1, 1));
        view.clearMessage();
        QCOMPARE(loaded(view, QStringLiteral("cid:one@x")).size(), QSize(1, 1));
    }

    void loadsSmallDataPictures()
    {
        HtmlView view;
        const QString good =
            QStringLiteral("data:image/png;base64,") + QString::fromLatin1(png(7, 5, Qt::red).toBase64());
        QCOMPARE(loaded(view, good).size(), QSize(7, 5));
        QCOMPARE(loaded(view, QStringLiteral("data:text/html;base64,AAAA")).size(), QSize(1, 1));
        const QString svg = QString::fromLatin1(
            QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>").toBase64());
        QCOMPARE(loaded(view, QStringLiteral("data:image/svg+xml;base64,") + svg).size(), QSize(1, 1));
        QCOMPARE(loaded(view, QStringLiteral("data:image/png;base64,") + svg).size(), QSize(1, 1));
    }

    void loadsNothingElse_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *url :
             {"http://127.0.0.1:9/x.png", "https://a.example/x.png", "//a.example/x.png", "x.png",
              "qrc:/qt-project.org/styles/commonstyle/images/file-32.png",
              ":/qt-project.org/styles/commonstyle/images/file-32.png", "ftp://a.example/x"})
            QTest::newRow(url) << QString::fromUtf8(url);
    }

    void loadsNothingElse()
    {
        QFETCH(QString, url);
        HtmlView view;
        QCOMPARE(loaded(view, url).size(), QSize(1, 1));
        for (const int type : {QTextDocument::HtmlResource, QTextDocument::StyleSheetResource,
                               QTextDocument::MarkdownResource, QTextDocument::UserResource})
            QVERIFY(view.loadResource(type, QUrl(url)).toByteArray().isEmpty());
    }

    // Even HTML that no sanitiser has seen shows no file.
    void localFilesAreNotOpened()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("red.png"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(png(50, 50, Qt::red));
        file.close();
        HtmlView view;
        view.resize(300, 200);
        view.showMessage(
            bodyOf(QStringLiteral("<img src=\"%1\"><img src=\"file://%1\"><link rel=stylesheet "
                                  "href=\"file://%1\"><table background=\"%1\"><tr><td>x</table>")
                       .arg(path)),
            HtmlView::Mode::Html);
        const QImage shot = view.grab().toImage();
        for (int y = 0; y < shot.height(); ++y) {
            for (int x = 0; x < shot.width(); ++x)
                QVERIFY(shot.pixelColor(x, y) != QColor(Qt::red));
        }
        view.setSource(QUrl::fromLocalFile(path));
        QVERIFY(!view.toPlainText().contains(u"PNG"));
    }

    void pictureBombsAreNotDecoded()
    {
        HtmlView view;
        MessageBody body = bodyOf(QStringLiteral("<p>x</p>"));
        // 25 million pixels in a few kilobytes.
        body.images.insert(QStringLiteral("cid:bomb"), png(5000, 5000, Qt::white, QImage::Format_Mono));
        body.images.insert(QStringLiteral("cid:junk"), QByteArray("\x89PNG\r\n\x1a\njunk", 12));
        view.showMessage(body, HtmlView::Mode::Html);
        QCOMPARE(loaded(view, QStringLiteral("cid:bomb")).size(), QSize(1, 1));
        QCOMPARE(loaded(view, QStringLiteral("cid:junk")).size(), QSize(1, 1));
    }

    void linksAreReportedAndNotFollowed()
    {
        HtmlView view;
        view.resize(400, 200);
        QSignalSpy activated(&view, &HtmlView::linkActivated);
        QSignalSpy hovered(&view, &HtmlView::linkHovered);
        view.showMessage(
            bodyOf(QStringLiteral("<p><a href=\"https://a.example/x\">a rather long link</a></p>")),
            HtmlView::Mode::Html);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        hovered.clear();
        const QPoint link = view.cursorRect().center() + QPoint(20, 0);
        QTest::mouseMove(view.viewport(), link);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, link);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toUrl(), QUrl(QStringLiteral("https://a.example/x")));
        QCOMPARE(view.toPlainText(), QStringLiteral("a rather long link"));
        QVERIFY(!hovered.isEmpty());
        QCOMPARE(hovered.last()[0].toUrl(), QUrl(QStringLiteral("https://a.example/x")));
    }

    void copyGivesTextAndHtmlWithoutPlacesToBreak()
    {
        OpenView view;
        view.showMessage(bodyOf(QStringLiteral("<p>AAA\u200BBBB <b>bold</b></p>")), HtmlView::Mode::Html);
        view.selectAll();
        const std::unique_ptr<QMimeData> copied(view.createMimeDataFromSelection());
        QCOMPARE(copied->text(), QStringLiteral("AAABBB bold"));
        QVERIFY(copied->hasHtml());
        QVERIFY(!copied->html().contains(QChar(0x200B)));
    }

    void linesThatFoldAreNotCopied()
    {
        OpenView view;
        MessageBody body;
        body.text = QStringLiteral("before\n> 1\n> 2\n> 3\n> 4\n> 5\nafter");
        view.showMessage(body, HtmlView::Mode::Text);
        QVERIFY(view.toPlainText().contains(QStringLiteral("quoted")));
        view.selectAll();
        const std::unique_ptr<QMimeData> copied(view.createMimeDataFromSelection());
        QCOMPARE(copied->text(), body.text);
        QVERIFY(!copied->html().contains(QStringLiteral("poplar-fold")));
    }

    void quotationsFoldByKeyAndByChoice()
    {
        HtmlView view;
        view.resize(400, 300);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setFocus();
        MessageBody body;
        body.text = QStringLiteral("before\n> 1\n> 2\n> 3\n> 4\n> 5\nafter");
        view.showMessage(body, HtmlView::Mode::Text);
        QSignalSpy activated(&view, &HtmlView::linkActivated);
        QTest::keyClick(&view, Qt::Key_Tab);
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(!view.toPlainText().contains(QStringLiteral("> 3")));
        QVERIFY(view.toPlainText().contains(QStringLiteral("after")));
        QTest::keyClick(&view, Qt::Key_Tab);
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(view.toPlainText().contains(QStringLiteral("> 3")));
        view.setQuotesFolded(true);
        QVERIFY(!view.toPlainText().contains(QStringLiteral("> 3")));
        // Another message begins as the choice says.
        view.showMessage(body, HtmlView::Mode::Text);
        QVERIFY(!view.toPlainText().contains(QStringLiteral("> 3")));
        QCOMPARE(activated.size(), 0);
    }

    void everyLinkIsReachedByTab()
    {
        HtmlView view;
        view.resize(400, 300);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setFocus();
        view.showMessage(
            bodyOf(QStringLiteral("<p><a href=\"https://a.example/1\">one</a> text "
                                  "<a href=\"https://a.example/2\">two</a></p><table><tr><td>"
                                  "<a href=\"https://a.example/3\">three</a></td></tr></table>")),
            HtmlView::Mode::Html);
        QSignalSpy hovered(&view, &HtmlView::linkHovered);
        QSignalSpy activated(&view, &HtmlView::linkActivated);
        QStringList reached;
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(&view, Qt::Key_Tab);
            reached += hovered.last().first().toUrl().toString();
        }
        QCOMPARE(reached,
                 (QStringList{QStringLiteral("https://a.example/1"), QStringLiteral("https://a.example/2"),
                              QStringLiteral("https://a.example/3")}));
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toUrl(), QUrl(QStringLiteral("https://a.example/3")));
    }

    // A screen reader reads the page through this.
    void theTextIsThereForScreenReaders()
    {
        HtmlView view;
        view.show();
        view.showMessage(
            bodyOf(QStringLiteral("<p>the <b>page</b></p><table><tr><td>a cell</td></tr></table>")),
            HtmlView::Mode::Html);
        QAccessibleInterface *const accessible = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(accessible && accessible->textInterface());
        QAccessibleTextInterface *const text = accessible->textInterface();
        const QString all = text->text(0, text->characterCount());
        QVERIFY(all.contains(QStringLiteral("the page")) && all.contains(QStringLiteral("a cell")));
        QVERIFY(accessible->state().readOnly);
        QVERIFY(!accessible->text(QAccessible::Name).isEmpty());
        int start = 0, end = 0;
        QCOMPARE(text->textAtOffset(5, QAccessible::WordBoundary, &start, &end).trimmed(),
                 QStringLiteral("page"));
    }

    void takesNothingIn()
    {
        OpenView view;
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/x"))});
        QVERIFY(!view.canInsertFromMimeData(&files));
        QVERIFY(!view.acceptDrops());
        QVERIFY(view.isReadOnly());
        QVERIFY(!view.openLinks() && !view.openExternalLinks());
        QVERIFY(!view.accessibleName().isEmpty());
    }

    void anotherMessageBeginsAtItsTop()
    {
        HtmlView view;
        view.resize(300, 200);
        view.show();
        const MessageBody body = bodyOf(QStringLiteral("<p>line</p>").repeated(200));
        view.showMessage(body, HtmlView::Mode::Html);
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        QVERIFY(view.verticalScrollBar()->value() > 0);
        view.showMessage(body, HtmlView::Mode::Html);
        QCOMPARE(view.verticalScrollBar()->value(), 0);
    }

    void pageFollowsTheSizeOfTheView()
    {
        HtmlView view;
        view.show();
        view.resize(800, 300);
        const int wide = view.pageWidth();
        view.resize(500, 300);
        QCOMPARE(wide - view.pageWidth(), 300);
        QVERIFY(wide < 800 - 2 * 20);
    }
};

QTEST_MAIN(HtmlViewTest)
#include "HtmlViewTest.moc"
