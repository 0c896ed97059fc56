// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Redaction.h"

#include <QTest>

class Pop3RedactionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hidesSecretsOnly_data();
    void hidesSecretsOnly();
};

void Pop3RedactionTest::hidesSecretsOnly_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *command, const char *shown) {
        QTest::newRow(command) << QByteArray(command) << QByteArray(shown);
    };
    row("CAPA", "CAPA");
    row("USER mia", "USER mia");
    row("RETR 12", "RETR 12");
    row("PASS secret", "PASS ***");
    row("pass secret with spaces", "PASS ***");
    row("PASS", "PASS ***");
    row("AUTH PLAIN AG1pYQBzZWNyZXQ=", "AUTH PLAIN ***");
    row("auth plain AG1pYQBzZWNyZXQ=", "AUTH plain ***");
    row("AUTH PLAIN", "AUTH PLAIN");
    row("APOP mia c4c9334bac560ecc979e58001b3e22fb", "APOP mia ***");
    row("AG1pYQBzZWNyZXQ=", "***");
    row("", "***");
    row("*", "***");
}

void Pop3RedactionTest::hidesSecretsOnly()
{
    QFETCH(QByteArray, command);
    QTEST(redactedCommand(command), "shown");
    QTEST(redactedCommand(command + "\r\n"), "shown");
}

QTEST_GUILESS_MAIN(Pop3RedactionTest)
#include "Pop3RedactionTest.moc"
