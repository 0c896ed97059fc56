// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageFolder.h"

#include <QDateTime>
#include <QFile>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/wait.h>
#include <unistd.h>
#endif

class PageFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_parent = std::make_unique<QTemporaryDir>(); }
    void itGoesWithItsPages();
    void whoLivesIsLeftAlone();
    void whatAKilledProcessLeftIsRemoved();
    void whatHasNoLockIsRemovedWhenItIsOld();
    void whatIsNotOursStays();

private:
    QString path(const QString &name) const { return m_parent->filePath(name); }
    void write(const QString &name) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    int removeLeft(qint64 later = 0) const
    {
        return PageFolder::removeLeft(QDateTime::currentSecsSinceEpoch() + later, m_parent->path());
    }
    QStringList left() const { return QDir(m_parent->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot); }

    std::unique_ptr<QTemporaryDir> m_parent;
};

void PageFolderTest::itGoesWithItsPages()
{
    auto folder = PageFolder::make(m_parent->path()).value();
    const QString first = folder->newPage(), second = folder->newPage();
    QVERIFY(first != second);
    QFile page(first);
    QVERIFY(page.open(QIODevice::WriteOnly));
    page.close();
    QCOMPARE(left().size(), 1);
    folder.reset();
    QVERIFY(left().isEmpty());
}

void PageFolderTest::whoLivesIsLeftAlone()
{
    const auto folder = PageFolder::make(m_parent->path()).value();
    QCOMPARE(removeLeft(99 * PageFolder::old), 0);
    QCOMPARE(left().size(), 1);
}

void PageFolderTest::whatAKilledProcessLeftIsRemoved()
{
#ifndef Q_OS_UNIX
    QSKIP("needs fork()");
#else
    const pid_t child = fork();
    QVERIFY(child >= 0);
    if (child == 0) { // ends without a destructor
        auto folder = PageFolder::make(m_parent->path());
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

void PageFolderTest::whatHasNoLockIsRemovedWhenItIsOld()
{
    QVERIFY(QDir().mkdir(path(QStringLiteral("poplar-page-AbCdEf"))));
    write(QStringLiteral("poplar-page-AbCdEf/message-1.html"));
    QCOMPARE(removeLeft(), 0);
    QCOMPARE(removeLeft(PageFolder::old + 60), 1);
    QVERIFY(left().isEmpty());
}

void PageFolderTest::whatIsNotOursStays()
{
    const QStringList folders{QStringLiteral("poplar-page-AbCdEf"), QStringLiteral("poplar-page-AbCdEfG"),
                              QStringLiteral("poplar-pages"), QStringLiteral("other")};
    for (const QString &name : folders)
        QVERIFY(QDir().mkdir(path(name)));
    write(QStringLiteral("poplar-page-AbCdEf/message-1.html"));
    write(QStringLiteral("poplar-page-AbCdEf/thesis.txt"));
    write(QStringLiteral("other/message-1.html"));
    QVERIFY(QFile::link(path(QStringLiteral("other")), path(QStringLiteral("poplar-page-GhIjKl"))));
    QCOMPARE(removeLeft(99 * PageFolder::old), 0);
    for (const QString &name : folders)
        QVERIFY2(left().contains(name), qPrintable(name));
    QVERIFY(QFile::exists(path(QStringLiteral("poplar-page-AbCdEf/message-1.html"))));
    QVERIFY(QFile::exists(path(QStringLiteral("other/message-1.html"))));
}

QTEST_GUILESS_MAIN(PageFolderTest)
#include "PageFolderTest.moc"
