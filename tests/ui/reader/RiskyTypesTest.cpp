// SPDX-License-Identifier: GPL-3.0-or-later
#include "RiskyTypes.h"

#include "AttachmentChip.h"
#include "PreviewWords.h"

#include <QTest>

class RiskyTypesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksWhereAFileCanRun_data();
    void asksWhereAFileCanRun();
    void contentCountsMoreThanTheName();
};

void RiskyTypesTest::asksWhereAFileCanRun_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("risky");
    const auto row = [](const char *name, const char *type, bool risky) {
        QTest::newRow(name) << QString::fromLatin1(name) << QByteArray(type) << risky;
    };
    row("report.pdf", "application/pdf", false);
    row("photo.jpg", "image/jpeg", false);
    row("notes.txt", "text/plain", false);
    row("exe", "application/octet-stream", false); // a name, not an end of one
    row("setup.exe", "application/octet-stream", true);
    row("SETUP.EXE", "image/png", true);
    row("photo.jpg.js", "image/jpeg", true);
    row("invoice.exe. ", "application/pdf", true);
    row("page.html", "text/plain", true);
    row("page.dat", "text/html", true);
    row("drawing.svg", "image/svg+xml", true);
    row("run.bat", "text/plain", true);
    row("sheet.xlsm", "application/octet-stream", true);
    row("sheet.xlsx", "application/octet-stream", false);
    row("tool", "application/x-msdownload", true);
    row("install.sh", "text/plain", true);
    row("link.lnk", "application/octet-stream", true);
    row("disk.iso", "application/octet-stream", true);
}

void RiskyTypesTest::asksWhereAFileCanRun()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, type);
    Attachment attachment;
    attachment.name = name;
    attachment.type = type;
    const QString real = riskyTypeName(attachment);
    QTEST(!real.isEmpty(), "risky");
}

void RiskyTypesTest::contentCountsMoreThanTheName()
{
    Attachment file;
    file.name = QStringLiteral("invoice.pdf");
    file.type = "application/pdf";
    file.content = ContentKind::Pdf;
    QCOMPARE(riskyTypeName(file), QString());
    QCOMPARE(contentLie(file), QString());
    file.content = ContentKind::WindowsProgram;
    QCOMPARE(riskyTypeName(file), QStringLiteral("a Windows program"));
    QCOMPARE(contentLie(file),
             QStringLiteral("The name of this file ends in “.pdf”, but it is a Windows program."));
    QVERIFY(AttachmentChip(file, nullptr).toolTip().contains(QStringLiteral("but it is a Windows program")));
    QVERIFY(!PreviewWords::unknown(file, false).line.contains(QStringLiteral("Open it")));
    QCOMPARE(PreviewWords::lie(file, FileKind::Unknown), contentLie(file));
    file.content = ContentKind::Zip;
    QCOMPARE(riskyTypeName(file), QString());
    QVERIFY(!contentLie(file).isEmpty());
    file.name = QStringLiteral("letter.docx");
    file.content = ContentKind::OleDocument; // with a password
    QCOMPARE(contentLie(file), QString());
    file.name = QStringLiteral("README"); // promises nothing
    file.content = ContentKind::Script;
    QCOMPARE(contentLie(file), QString());
    QCOMPARE(riskyTypeName(file), QStringLiteral("a script"));
}

QTEST_MAIN(RiskyTypesTest)
#include "RiskyTypesTest.moc"
