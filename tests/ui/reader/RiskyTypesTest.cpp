// SPDX-License-Identifier: GPL-3.0-or-later
#include "RiskyTypes.h"

#include <QTest>

class RiskyTypesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksWhereAFileCanRun_data();
    void asksWhereAFileCanRun();
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

QTEST_MAIN(RiskyTypesTest)
#include "RiskyTypesTest.moc"
