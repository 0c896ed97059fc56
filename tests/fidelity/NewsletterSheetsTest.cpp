// SPDX-License-Identifier: GPL-3.0-or-later
//
// Renders the newsletters of tests/data/newsletters in the reader's own page and holds them against what the
// sender wrote: no word is lost and nothing is wider than the window, narrow or wide, light or dark. Where
// there is a Chromium it renders them too, and sheets with both side by side go into the build folder
// (README.md).
#include "HtmlView.h"
#include "SafeHtml.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <optional>

namespace
{
constexpr int sheetWidth = 780;
constexpr double allowedWorse = 0.03; // than what was recorded, before somebody has to look
constexpr int tallestSheet = 3000;
constexpr QSize comparedSize(40, 80);
constexpr int lightestInk = 235;

struct Newsletter {
    QString html;
    QHash<QString, QByteArray> pictures; // "cid:…" -> PNG
};

// "cid:harbour-600x220" is a picture of that size, each with colours of its own.
QByteArray pictureNamed(const QString &name, QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    const int hue = int(qHashBits(name.toUtf8().constData(), std::size_t(name.size()), 0) % 360);
    QLinearGradient sky(0, 0, size.width(), size.height());
    sky.setColorAt(0, QColor::fromHsl(hue, 110, 90));
    sky.setColorAt(1, QColor::fromHsl((hue + 60) % 360, 130, 190));
    painter.fillRect(image.rect(), sky);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(255, 255, 255, 150));
    painter.drawEllipse(QPointF(size.width() * 0.7, size.height() * 0.35), size.height() * 0.2,
                        size.height() * 0.2);
    painter.drawRect(QRectF(0, size.height() * 0.75, size.width(), size.height() * 0.06));
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

Newsletter readNewsletter(const QString &file)
{
    Newsletter letter;
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return letter;
    letter.html = QString::fromUtf8(source.readAll());
    static const QRegularExpression reference(QStringLiteral("cid:([a-z]+-(\\d+)x(\\d+))"));
    for (auto found = reference.globalMatch(letter.html); found.hasNext();) {
        const auto match = found.next();
        letter.pictures.insert(
            match.captured(),
            pictureNamed(match.captured(1), {match.captured(2).toInt(), match.captured(3).toInt()}));
    }
    return letter;
}

SafeHtml lowered(const Newsletter &letter, const RenderOptions &options)
{
    return makeSafeHtml(letter.html, options, [&letter](const QByteArray &id) {
        return QImage::fromData(letter.pictures.value(QStringLiteral("cid:") + QString::fromUtf8(id))).size();
    });
}

struct Recorded {
    double difference = 0;
    bool hangsOnLowering = false; // as it was sent, QTextDocument shows it clearly worse
};

// What was measured on Debian 12, with Noto's fonts. `letter`: the name of the file, without its end.
std::optional<Recorded> recordedOf(const QString &letter)
{
    static const QHash<QString, Recorded> recorded{{QStringLiteral("01-nested-tables"), {0.128, true}},
                                                   {QStringLiteral("02-inline-block-columns"), {0.192, true}},
                                                   {QStringLiteral("03-background-pictures"), {0.328, false}},
                                                   {QStringLiteral("04-buttons"), {0.117, true}},
                                                   {QStringLiteral("05-media-queries"), {0.130, true}},
                                                   {QStringLiteral("06-dark-hints"), {0.133, true}},
                                                   {QStringLiteral("07-mjml-like"), {0.121, true}},
                                                   {QStringLiteral("08-receipt"), {0.056, false}},
                                                   {QStringLiteral("09-letter"), {0.078, false}},
                                                   {QStringLiteral("10-floats"), {0.096, false}},
                                                   {QStringLiteral("11-cards"), {0.266, false}},
                                                   {QStringLiteral("12-word"), {0.106, false}}};
    const auto found = recorded.find(letter);
    return found == recorded.end() ? std::nullopt : std::optional(*found);
}

enum class Page { Lowered, AsSent };

void show(HtmlView &view, const Newsletter &letter, bool dark, Page page = Page::Lowered)
{
    QPalette palette = view.palette();
    palette.setColor(QPalette::Base, dark ? QColor(0x16, 0x18, 0x1C) : QColor(Qt::white));
    palette.setColor(QPalette::Text, dark ? QColor(0xE4, 0xE6, 0xEA) : QColor(0x1F, 0x23, 0x28));
    palette.setColor(QPalette::Link, dark ? QColor(0x8A, 0xB4, 0xF8) : QColor(0x0B, 0x57, 0xD0));
    view.setPalette(palette);
    view.show(); // before it is shown it has no width
    QCoreApplication::processEvents();
    RenderOptions options;
    options.dark = dark;
    options.width = view.pageWidth();
    MessageBody body;
    body.safeHtml = page == Page::Lowered ? lowered(letter, options).html : letter.html;
    body.images = letter.pictures;
    view.showMessage(body, HtmlView::Mode::Html);
    QCoreApplication::processEvents();
}

QSet<QString> wordsOf(const QString &text)
{
    static const QRegularExpression word(QStringLiteral("\\p{L}{3,}"));
    QSet<QString> words;
    for (auto found = word.globalMatch(text); found.hasNext();)
        words.insert(found.next().captured());
    return words;
}

QImage photographed(const Newsletter &letter, bool dark, Page page = Page::Lowered)
{
    HtmlView view;
    view.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view.resize(sheetWidth, 400);
    show(view, letter, dark, page);
    view.resize(sheetWidth, std::min(tallestSheet, int(std::ceil(view.document()->size().height()))));
    QCoreApplication::processEvents();
    return view.grab().toImage();
}

// Null where there is no Chromium, or it fails.
QImage photographedByChromium(const Newsletter &letter, const QString &folder, int height)
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("chromium"));
    if (program.isEmpty())
        return {};
    QString html = letter.html;
    for (auto picture = letter.pictures.begin(); picture != letter.pictures.end(); ++picture)
        html.replace(picture.key(), QStringLiteral("data:image/png;base64,") +
                                        QString::fromLatin1(picture.value().toBase64()));
    QFile page(folder + QStringLiteral("/page.html"));
    if (!page.open(QIODevice::WriteOnly))
        return {};
    page.write("<meta charset=utf-8>" + html.toUtf8());
    page.close();
    const QString shot = folder + QStringLiteral("/shot.png");
    QFile::remove(shot);
    QProcess chromium;
    chromium.setProcessChannelMode(QProcess::MergedChannels);
    chromium.start(program,
                   {QStringLiteral("--headless"), QStringLiteral("--no-sandbox"),
                    QStringLiteral("--disable-gpu"), QStringLiteral("--hide-scrollbars"),
                    QStringLiteral("--user-data-dir=") + folder + QStringLiteral("/profile"),
                    QStringLiteral("--host-resolver-rules=MAP * ~NOTFOUND"),
                    QStringLiteral("--window-size=%1,%2").arg(sheetWidth).arg(height),
                    QStringLiteral("--screenshot=") + shot, QStringLiteral("file://") + page.fileName()});
    if (!chromium.waitForFinished(60'000)) {
        chromium.kill();
        chromium.waitForFinished();
    }
    return QImage(shot);
}

// The last row in which there is anything but paper.
int lastRow(const QImage &image)
{
    for (int y = image.height() - 1; y > 0; --y)
        for (int x = 0; x < image.width(); ++x)
            if (qGray(image.pixel(x, y)) < lightestInk)
                return y + 1;
    return 1;
}

// Root mean square of the differences of two small copies of one height: 0 the same, 1 black on white. A page
// that is some lines longer is not another page.
double difference(const QImage &one, const QImage &other)
{
    const auto small = [](const QImage &image) {
        return image.convertToFormat(QImage::Format_RGB32)
            .copy(0, 0, image.width(), lastRow(image))
            .scaled(comparedSize, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    };
    const QImage a = small(one), b = small(other);
    double sum = 0;
    for (int y = 0; y < comparedSize.height(); ++y) {
        for (int x = 0; x < comparedSize.width(); ++x) {
            const QColor p = a.pixelColor(x, y), q = b.pixelColor(x, y);
            const double red = p.redF() - q.redF(), green = p.greenF() - q.greenF(),
                         blue = p.blueF() - q.blueF();
            sum += (red * red + green * green + blue * blue) / 3;
        }
    }
    return std::sqrt(sum / (comparedSize.width() * comparedSize.height()));
}
} // namespace

class NewsletterSheetsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allIsThereAndNothingIsTooWide_data() { eachLetter(); }
    void allIsThereAndNothingIsTooWide();
    void sheetsBesideChromium_data() { eachLetter(); }
    void sheetsBesideChromium();

private:
    static void eachLetter()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(QStringLiteral(POPLAR_TEST_DATA "/newsletters"));
        for (const QFileInfo &file :
             folder.entryInfoList({QStringLiteral("*.html")}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(file.baseName())) << file.filePath();
    }
};

void NewsletterSheetsTest::allIsThereAndNothingIsTooWide()
{
    QFETCH(QString, file);
    const Newsletter letter = readNewsletter(file);
    QVERIFY(!letter.html.isEmpty());
    QSet<QString> wanted = wordsOf(htmlToText(letter.html, LinkTargets::LeftOut)
                                       .remove(QRegularExpression(QStringLiteral("\\[[^\\]]*\\]"))));
    wanted.remove(QStringLiteral("telephones")); // for small screens alone
    QVERIFY(wanted.size() > 10);
    for (const int width : {420, 780, 1300}) {
        for (const bool dark : {false, true}) {
            HtmlView view;
            view.resize(width, 600);
            show(view, letter, dark);
            const QSet<QString> lost = QSet<QString>(wanted).subtract(wordsOf(view.toPlainText()));
            // What is for wide windows alone is not in narrow ones.
            if (width >= 500 || !file.contains(QStringLiteral("media-queries")))
                QVERIFY2(lost.isEmpty(), qPrintable(QStringList(lost.values()).join(u' ')));
            // Two boxes of a fixed width beside each other, in cells without one, do not fit into every
            // window.
            if (width < 500 && file.contains(QStringLiteral("receipt")))
                continue;
            QVERIFY2(view.horizontalScrollBar()->maximum() <= (width < 500 ? 40 : 0),
                     qPrintable(QStringLiteral("%1 px too wide at %2")
                                    .arg(view.horizontalScrollBar()->maximum())
                                    .arg(width)));
        }
    }
}

void NewsletterSheetsTest::sheetsBesideChromium()
{
    if (QStandardPaths::findExecutable(QStringLiteral("chromium")).isEmpty())
        QSKIP("no Chromium here to compare with");
    QFETCH(QString, file);
    const Newsletter letter = readNewsletter(file);
    const QImage light = photographed(letter, false), dark = photographed(letter, true);
    QTemporaryDir folder;
    QVERIFY(folder.isValid());
    const QImage reference = photographedByChromium(letter, folder.path(), light.height());
    if (reference.isNull())
        QSKIP("Chromium took no picture");
    QImage sheet(3 * sheetWidth + 40, light.height(), QImage::Format_RGB32);
    sheet.fill(QColor(0x80, 0x80, 0x80));
    QPainter painter(&sheet);
    int left = 0;
    for (const QImage &image : {reference, light, dark}) {
        painter.drawImage(left, 0, image);
        left += sheetWidth + 20;
    }
    painter.end();
    const QString sheets = QCoreApplication::applicationDirPath() + QStringLiteral("/../fidelity");
    QVERIFY(QDir().mkpath(sheets));
    QVERIFY(sheet.save(sheets + u'/' + QFileInfo(file).baseName() + QStringLiteral(".png")));
    const double distance = difference(reference, light);
    const double without = difference(reference, photographed(letter, false, Page::AsSent));
    qInfo("difference %.3f, without lowering %.3f", distance, without);
    const std::optional<Recorded> recorded = recordedOf(QFileInfo(file).baseName());
    QVERIFY2(recorded, "a new letter: record what is printed above");
    const double limit = recorded->difference + allowedWorse;
    QVERIFY2(distance < limit, qPrintable(QString::number(distance)));
    // Else the number could not tell a page from a heap of words.
    if (recorded->hangsOnLowering)
        QVERIFY2(without > limit, qPrintable(QString::number(without)));
}

QTEST_MAIN(NewsletterSheetsTest)
#include "NewsletterSheetsTest.moc"
