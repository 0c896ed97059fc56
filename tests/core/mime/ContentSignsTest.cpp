// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContentSigns.h"

#include "MimeMessage.h"

#include <QTest>

Q_DECLARE_METATYPE(ContentKind)

class ContentSignsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstBytesTellTheKind_data();
    void firstBytesTellTheKind();
    void attachmentsKnowTheirContent();
};

void ContentSignsTest::firstBytesTellTheKind_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ContentKind>("kind");
    const auto row = [](const char *title, const QByteArray &bytes, ContentKind kind) {
        QTest::newRow(title) << bytes << kind;
    };
    row("program for Windows", QByteArray("MZ\x90\0\3\0\0\0", 8), ContentKind::WindowsProgram);
    row("text that begins like one", "MZ is short for Marzahn.", ContentKind::Unknown);
    row("program for Linux",
        "\x7F"
        "ELF\2\1\1",
        ContentKind::UnixProgram);
    row("program for macOS", "\xCF\xFA\xED\xFE\x07", ContentKind::MacProgram);
    row("script", "#!/bin/sh\nrm -r ~\n", ContentKind::Script);
    row("script, spaced", "#! /usr/bin/env python3\n", ContentKind::Script);
    row("attribute of Rust", "#![allow(dead_code)]\n", ContentKind::Unknown);
    row("batch file", "@ECHO OFF\r\ndel *.*\r\n", ContentKind::Script);
    row("page with a script", "\xEF\xBB\xBF\n<!DOCTYPE html><p>x</p><SCRIPT>go()</SCRIPT>",
        ContentKind::ScriptedPage);
    row("drawing with a script", "<svg xmlns='x'><script>go()</script></svg>", ContentKind::ScriptedPage);
    row("page without one", "<html><p>Hello</p></html>", ContentKind::Unknown);
    row("text about scripts", "Write <script> into the page.", ContentKind::Unknown);
    row("archive", "PK\3\4\x14", ContentKind::Zip);
    row("old document", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ContentKind::OleDocument);
    row("PDF", "%PDF-1.7\n", ContentKind::Pdf);
    row("picture", "GIF89a\1", ContentKind::Picture);
    row("shortcut of Windows", QByteArray("\x4C\0\0\0\x01\x14\x02\0\0\0", 10), ContentKind::Shortcut);
    row("shortcut to a page", "[InternetShortcut]\r\nURL=file://x\r\n", ContentKind::Shortcut);
    row("shortcut of Linux", "[Desktop Entry]\nExec=x\n", ContentKind::Shortcut);
    row("nothing", "", ContentKind::Unknown);
}

void ContentSignsTest::firstBytesTellTheKind()
{
    QFETCH(QByteArray, bytes);
    QTEST(contentKindOf(bytes), "kind");
}

void ContentSignsTest::attachmentsKnowTheirContent()
{
    const QByteArray program("MZ\x90\0\3\0\0\0", 8);
    const MessageBody body =
        MimeMessage("Subject: s\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name=bill.pdf\r\n"
                    "Content-Transfer-Encoding: base64\r\n\r\n" +
                    program.toBase64() + "\r\n")
            .body({}, 0);
    QCOMPARE(body.attachments.size(), size_t(1));
    QCOMPARE(body.attachments[0].content, ContentKind::WindowsProgram);
}

QTEST_GUILESS_MAIN(ContentSignsTest)
#include "ContentSignsTest.moc"
