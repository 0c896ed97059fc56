// SPDX-License-Identifier: GPL-3.0-or-later
#include "Profile.h"
#include "ProfileSecrets.h"

#include "Cancellation.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

class ProfileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aNewProfileIsReadableByItsOwnerAlone();
    void anExistingDirectoryKeepsItsMode();
    void aMissingProfileIsMadeOnlyOnRequest();
    void aFileIsNoProfile();
    void twoNamesOfOneProfileAreOne();
    void theDefaultFollowsTheDataDirectory();
    void aTemporaryProfileIsGoneWithItsObject();
    void aPasswordInTheFileIsReplacedThere();
};

void ProfileTest::aNewProfileIsReadableByItsOwnerAlone()
{
    const QTemporaryDir root;
    const QString path = root.filePath(QStringLiteral("some/where/mail"));
    const auto profile = Profile::open(path, Profile::IfMissing::Make);
    QVERIFY(profile);
    QCOMPARE(profile->directory(), QFileInfo(path).canonicalFilePath());
    QCOMPARE(int(QFileInfo(path).permissions() & QFile::Permissions(0x0077)), 0);
    QVERIFY(QFileInfo(path).permission(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void ProfileTest::anExistingDirectoryKeepsItsMode()
{
    const QTemporaryDir root;
    const auto mode =
        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup;
    QVERIFY(QFile::setPermissions(root.path(), mode));
    QVERIFY(Profile::open(root.path(), Profile::IfMissing::Make));
    QVERIFY(QFileInfo(root.path()).permission(QFile::ReadGroup | QFile::ExeGroup));
}

void ProfileTest::aMissingProfileIsMadeOnlyOnRequest()
{
    const QTemporaryDir root;
    const QString path = root.filePath(QStringLiteral("mail"));
    const auto profile = Profile::open(path, Profile::IfMissing::Fail);
    QVERIFY(!profile);
    QCOMPARE(profile.error().code, ErrorCode::NotFound);
    QVERIFY(!QFileInfo::exists(path));
}

void ProfileTest::aFileIsNoProfile()
{
    const QTemporaryDir root;
    const QString path = root.filePath(QStringLiteral("mail"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const auto ifMissing : {Profile::IfMissing::Make, Profile::IfMissing::Fail}) {
        const auto profile = Profile::open(path, ifMissing);
        QVERIFY(!profile);
        QCOMPARE(profile.error().code, ErrorCode::InvalidArgument);
    }
    const auto below = Profile::open(path + QStringLiteral("/below"), Profile::IfMissing::Make);
    QVERIFY(!below);
    QCOMPARE(below.error().code, ErrorCode::DiskFailed);
}

void ProfileTest::twoNamesOfOneProfileAreOne()
{
    const QTemporaryDir root;
    const auto direct = Profile::open(root.filePath(QStringLiteral("mail")), Profile::IfMissing::Make);
    QVERIFY(direct);
    QVERIFY(QFile::link(direct->directory(), root.filePath(QStringLiteral("link"))));
    const auto linked =
        Profile::open(root.filePath(QStringLiteral("./link/../link/")), Profile::IfMissing::Fail);
    QVERIFY(linked);
    QCOMPARE(linked->directory(), direct->directory());
}

void ProfileTest::theDefaultFollowsTheDataDirectory()
{
    const QTemporaryDir root;
    const QByteArray before = qgetenv("XDG_DATA_HOME");
    qputenv("XDG_DATA_HOME", root.path().toLocal8Bit());
    QCOMPARE(Profile::defaultDirectory(), root.path() + QStringLiteral("/poplar"));
    const auto profile = Profile::open({}, Profile::IfMissing::Make);
    qputenv("XDG_DATA_HOME", before);
    QVERIFY(profile);
    QVERIFY(QFileInfo(root.filePath(QStringLiteral("poplar"))).isDir());
}

void ProfileTest::aTemporaryProfileIsGoneWithItsObject()
{
    QString path;
    {
        const auto profile = Profile::openTemporary();
        QVERIFY(profile);
        path = profile->directory();
        QFile file(path + QStringLiteral("/something"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(int(QFileInfo(path).permissions() & QFile::Permissions(0x0077)), 0);
    }
    QVERIFY(!QFileInfo::exists(path));
}

void ProfileTest::aPasswordInTheFileIsReplacedThere()
{
    const QTemporaryDir root;
    Cancellation never;
    const QString key = QStringLiteral("key");
    ProfileSecrets first(root.path(), ProfileSecrets::NewSecrets::ToFile);
    QVERIFY(first.write(key, QStringLiteral("old"), never));
    // The user chose the file once; nobody has to choose it again, and no keychain is asked.
    ProfileSecrets later(root.path(), ProfileSecrets::NewSecrets::ToKeychain);
    QVERIFY(later.write(key, QStringLiteral("new"), never));
    QCOMPARE(later.read(key, never).value(), QStringLiteral("new"));
    const QFileInfo file(root.filePath(QStringLiteral("secrets.json")));
    QCOMPARE(int(file.permissions() & QFile::Permissions(0x0077)), 0);
}

QTEST_GUILESS_MAIN(ProfileTest)
#include "ProfileTest.moc"
