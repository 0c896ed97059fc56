// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"

#include <QDir>
#include <QTest>

namespace
{
CommandLine parse(const QStringList &arguments)
{
    return CommandLine::parse(QStringList{QStringLiteral("poplar")} + arguments);
}
} // namespace

class CommandLineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutArgumentsRunsWithTheDefaultProfile();
    void readsOptionsAndFiles();
    void filesBecomeAbsolute();
    void screenshotImpliesTheDemo();
    void helpAndVersionAreText();
    void mistakesAreToldAndNotGuessed_data();
    void mistakesAreToldAndNotGuessed();
};

void CommandLineTest::withoutArgumentsRunsWithTheDefaultProfile()
{
    const CommandLine line = parse({});
    QCOMPARE(line.request, CommandLine::Request::Run);
    QVERIFY(line.profile.isEmpty());
    QVERIFY(!line.demo);
    QVERIFY(line.files.isEmpty());
}

void CommandLineTest::readsOptionsAndFiles()
{
    const CommandLine line = parse({QStringLiteral("--profile"), QStringLiteral("/mail"),
                                    QStringLiteral("/a.eml"), QStringLiteral("/b.mbox")});
    QCOMPARE(line.request, CommandLine::Request::Run);
    QCOMPARE(line.profile, QStringLiteral("/mail"));
    QCOMPARE(line.files, QStringList({QStringLiteral("/a.eml"), QStringLiteral("/b.mbox")}));
}

void CommandLineTest::filesBecomeAbsolute()
{
    const CommandLine line = parse({QStringLiteral("a.eml"), QStringLiteral("file:///tmp/with%20space.eml"),
                                    QStringLiteral("--"), QStringLiteral("-odd.eml")});
    QCOMPARE(line.files, QStringList({QDir::current().absoluteFilePath(QStringLiteral("a.eml")),
                                      QStringLiteral("/tmp/with space.eml"),
                                      QDir::current().absoluteFilePath(QStringLiteral("-odd.eml"))}));
}

void CommandLineTest::screenshotImpliesTheDemo()
{
    const CommandLine line =
        parse({QStringLiteral("--screenshot"), QStringLiteral("a.png"), QStringLiteral("--select"),
               QStringLiteral("Invoice"), QStringLiteral("--size"), QStringLiteral("900x600")});
    QCOMPARE(line.request, CommandLine::Request::Run);
    QVERIFY(line.demo);
    QCOMPARE(line.screenshot, QStringLiteral("a.png"));
    QCOMPARE(line.select, QStringLiteral("Invoice"));
    QCOMPARE(line.size, QSize(900, 600));
}

void CommandLineTest::helpAndVersionAreText()
{
    const CommandLine help = parse({QStringLiteral("--help")});
    QCOMPARE(help.request, CommandLine::Request::Help);
    for (const char *option : {"--profile", "--demo", "--screenshot", "--select", "--version", "FILE"})
        QVERIFY2(help.text.contains(QLatin1String(option)), option);
    const CommandLine version = parse({QStringLiteral("--version")});
    QCOMPARE(version.request, CommandLine::Request::Version);
    QVERIFY(version.text.contains(QLatin1String(POPLAR_VERSION)));
}

void CommandLineTest::mistakesAreToldAndNotGuessed_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *name, const QString &arguments) {
        QTest::newRow(name) << arguments.split(u'|');
    };
    row("unknown option", QStringLiteral("--profil|/x"));
    row("value missing", QStringLiteral("--profile"));
    row("value empty", QStringLiteral("--profile|"));
    row("demo with a profile", QStringLiteral("--demo|--profile|/x"));
    row("picture without a name", QStringLiteral("--screenshot|"));
    row("select without a picture", QStringLiteral("--demo|--select|x"));
    row("size without a picture", QStringLiteral("--size|900x600"));
    row("size without a height", QStringLiteral("--screenshot|a.png|--size|900"));
    row("size of nothing", QStringLiteral("--screenshot|a.png|--size|0x0"));
    row("size beyond reason", QStringLiteral("--screenshot|a.png|--size|99999x99999"));
}

void CommandLineTest::mistakesAreToldAndNotGuessed()
{
    QFETCH(QStringList, arguments);
    const CommandLine line = parse(arguments);
    QCOMPARE(line.request, CommandLine::Request::Mistake);
    QVERIFY(!line.text.isEmpty());
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "CommandLineTest.moc"
