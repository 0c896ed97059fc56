// SPDX-License-Identifier: GPL-3.0-or-later
#include "PrivateFolder.h"

#include <QDateTime>
#include <QFile>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/wait.h>
#include <unistd.h>
#endif

class PrivateFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_parent = std::make_unique<QTemporaryDir>(); }
    void itGoesWithItsPages();
    void filesKeepTheirNames();
    void whoLivesIsLeftAlone();
    void whatAKilledProcessLeftIsRemoved();
    void whatHasNoLockIsRemovedWhenItIsOld();
    void filesThatAKilledProcessLeftAreRemoved();
    void whatIsNotOursStays();
    void aFileOfSomebodyBesideOursStays();

private:
    QString path(const QString &name) const { return m_parent->filePath(name); }
    void write(const QString &name) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    int removeLeft(qint64 later = 0) const
    {
        return PrivateFolder::removeLeft(QDateTime::currentSecsSinceEpoch() + later, m_parent->path());
    }
    QStringList left() const { return QDir(m_parent->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot); }

    std::unique_ptr<QTemporaryDir> m_parent;
};

void PrivateFolderTest::itGoesWithItsPages()
{
    auto folder = PrivateFolder::make(m_parent->path()).value();
    const QString first = folder->newPage(), second = folder->newPage();
    QVERIFY(first != second);
    QFile page(first);
    QVERIFY(page.open(QIODevice::WriteOnly));
    page.close();
    QCOMPARE(left().size(), 1);
    folder.reset();
    QVERIFY(left().isEmpty());
}

void PrivateFolderTest::filesKeepTheirNames()
{
    auto folder = PrivateFolder::make(m_parent->path()).value();
    const QString name = QStringLiteral("report.pdf");
    const QString first = folder->newFile(name).value(), second = folder->newFile(name).value();
    QVERIFY(first != second);
    for (const QString &path : {first, second}) {
        QCOMPARE(QFileInfo(path).fileName(), name);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    folder.reset();
    QVERIFY(left().isEmpty());
}

void PrivateFolderTest::whoLivesIsLeftAlone()
{
    const auto folder = PrivateFolder::make(m_parent->path()).value();
    QCOMPARE(removeLeft(99 * PrivateFolder::old), 0);
    QCOMPARE(left().size(), 1);
}

void PrivateFolderTest::whatAKilledProcessLeftIsRemoved()
{
#ifndef Q_OS_UNIX
    QSKIP("needs fork()");
#else
    const pid_t child = fork();
    QVERIFY(child >= 0);
    if (child == 0) { // ends without a destructor
        auto folder = PrivateFolder::make(m_parent->path());
        QFile page(folder ? (*folder)->newPage() : QString());
        const bool done = page.open(QIODevice::WriteOnly) && page.write("secret") == 6 && page.flush();
        _exit(done ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    QCOMPARE(left().size(), 1);
    QCOMPARE(removeLeft(), 1);
    QVERIFY(left().isEmpty());
#endif
}

void PrivateFolderTest::whatHasNoLockIsRemovedWhenItIsOld()
{
    QVERIFY(QDir().mkdir(path(QStringLiteral("poplar-files-AbCdEf"))));
    write(QStringLiteral("poplar-files-AbCdEf/message-1.html"));
    QCOMPARE(removeLeft(), 0);
    QCOMPARE(removeLeft(PrivateFolder::old + 60), 1);
    QVERIFY(left().isEmpty());
}

void PrivateFolderTest::filesThatAKilledProcessLeftAreRemoved()
{
    const QString folder = QStringLiteral("poplar-files-AbCdEf");
    QVERIFY(QDir().mkpath(path(folder + QStringLiteral("/file-1"))));
    QVERIFY(QDir().mkpath(path(folder + QStringLiteral("/file-2")))); // it was killed before it wrote
    write(folder + QStringLiteral("/file-1/report.pdf"));
    QVERIFY(QFile::setPermissions(path(folder + QStringLiteral("/file-1/report.pdf")), QFile::ReadOwner));
    QCOMPARE(removeLeft(PrivateFolder::old + 60), 1);
    QVERIFY(left().isEmpty());
}

// A program that opened one may have written its own beside it.
void PrivateFolderTest::aFileOfSomebodyBesideOursStays()
{
    const QString folder = QStringLiteral("poplar-files-AbCdEf");
    QVERIFY(QDir().mkpath(path(folder + QStringLiteral("/file-1"))));
    write(folder + QStringLiteral("/file-1/report.odt"));
    write(folder + QStringLiteral("/file-1/thesis.odt"));
    QCOMPARE(removeLeft(99 * PrivateFolder::old), 0);
    QVERIFY(QFile::exists(path(folder + QStringLiteral("/file-1/report.odt"))));
    QVERIFY(QFile::exists(path(folder + QStringLiteral("/file-1/thesis.odt"))));
}

void PrivateFolderTest::whatIsNotOursStays()
{
    const QStringList folders{QStringLiteral("poplar-files-AbCdEf"), QStringLiteral("poplar-files-AbCdEfG"),
                              QStringLiteral("poplar-filess"), QStringLiteral("other")};
    for (const QString &name : folders)
        QVERIFY(QDir().mkdir(path(name)));
    write(QStringLiteral("poplar-files-AbCdEf/message-1.html"));
    write(QStringLiteral("poplar-files-AbCdEf/thesis.txt"));
    write(QStringLiteral("other/message-1.html"));
    QVERIFY(QFile::link(path(QStringLiteral("other")), path(QStringLiteral("poplar-files-GhIjKl"))));
    QCOMPARE(removeLeft(99 * PrivateFolder::old), 0);
    for (const QString &name : folders)
        QVERIFY2(left().contains(name), qPrintable(name));
    QVERIFY(QFile::exists(path(QStringLiteral("poplar-files-AbCdEf/message-1.html"))));
    QVERIFY(QFile::exists(path(QStringLiteral("other/message-1.html"))));
}

QTEST_GUILESS_MAIN(PrivateFolderTest)
#include "PrivateFolderTest.moc"
