// SPDX-License-Identifier: GPL-3.0-or-later
#include "NetworkFolder.h"
#include "PrivateMounts.h"
#include "StoreFixture.h"

class ProfilePlaceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void networkDrivesAreKnownByTheirType_data();
    void networkDrivesAreKnownByTheirType();
    void aFolderOfThisComputerIsTaken();
    void aNetworkDriveIsRefused();
    void aDiskThatCannotBeWrittenToIsLeftAsItIs();
    void aFolderWithoutPermissionIsLeftAsItIs();

private:
    static QMap<QString, QByteArray> contents(const StoreFixture &fixture);
    static void expectReadOnly(const StoreFixture &fixture);
};

void ProfilePlaceTest::networkDrivesAreKnownByTheirType_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isNetwork");
    for (const char *type : {"nfs",         "nfs4",
                             "cifs",        "smb3",
                             "smbfs",       "afpfs",
                             "9p",          "fuse.sshfs",
                             "fuse.rclone", "fuse.gvfsd-fuse",
                             "ceph",        "fuse.glusterfs",
                             "davfs",       "webdav",
                             "afs",         "lustre",
                             "vboxsf",      "virtiofs",
                             "vmhgfs",      "fuse.vmhgfs-fuse",
                             "prl_fs"})
        QTest::newRow(type) << QByteArray(type) << true;
    for (const char *type :
         {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "hfs", "NTFS", "ntfs3", "fuseblk",
          "vfat", "exfat", "f2fs", "ecryptfs", "fuse.gocryptfs", "fuse", ""})
        QTest::newRow(*type ? type : "none") << QByteArray(type) << false;
}

void ProfilePlaceTest::networkDrivesAreKnownByTheirType()
{
    QFETCH(QByteArray, type);
    QFETCH(bool, isNetwork);
    QCOMPARE(networkFolder::isNetworkType(type, "ext4"), isNetwork);
    // A sandbox whose own disk is served by 9P.
    QCOMPARE(networkFolder::isNetworkType(type, "9p"), isNetwork && type != "9p");
}

void ProfilePlaceTest::aFolderOfThisComputerIsTaken()
{
    StoreFixture fixture;
    QVERIFY(networkFolder::refuse(fixture.path()));
    QVERIFY(networkFolder::refuse(fixture.path(QStringLiteral("not/there/yet"))));
    QVERIFY(fixture.open());
}

QMap<QString, QByteArray> ProfilePlaceTest::contents(const StoreFixture &fixture)
{
    QMap<QString, QByteArray> files;
    for (const QString &folder : {QString(), QStringLiteral("vault")})
        for (const QString &name : QDir(fixture.path(folder)).entryList(QDir::Files | QDir::Hidden))
            files[folder + QLatin1Char('/') + name] =
                StoreFixture::contents(fixture.path(folder) + QLatin1Char('/') + name);
    return files;
}

void ProfilePlaceTest::expectReadOnly(const StoreFixture &fixture)
{
    const auto before = contents(fixture);
    QVERIFY(before.size() >= 2);
    const auto store = MessageStore::open(fixture.path());
    QVERIFY(!store);
    QVERIFY2(store.error().code == ErrorCode::ReadOnly, qPrintable(errorCodeName(store.error().code)));
    QVERIFY(contents(fixture) == before);
}

// The mounts come last: from enter() on this process sees its own.
void ProfilePlaceTest::aNetworkDriveIsRefused()
{
    if (!PrivateMounts::enter())
        QSKIP("only who may mount can see a network drive here");
    StoreFixture fixture;
    PrivateMounts mounts;
    if (!mounts.mountNetworkDrive(fixture.path()))
        QSKIP("no FUSE here");
    for (const QString &profile : {fixture.path(), fixture.path(QStringLiteral("mail"))}) {
        const auto store = MessageStore::open(profile);
        QVERIFY(!store);
        QVERIFY2(store.error().code == ErrorCode::NetworkFolder,
                 qPrintable(errorCodeName(store.error().code)));
        QVERIFY2(store.error().detail.contains(QStringLiteral("fuse.sshfs")),
                 qPrintable(store.error().detail));
    }
    QVERIFY(QDir(fixture.path()).isEmpty());
}

void ProfilePlaceTest::aDiskThatCannotBeWrittenToIsLeftAsItIs()
{
    StoreFixture fixture;
    auto store = fixture.open();
    QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"))).size(), 1u);
    store.reset();
    if (!PrivateMounts::enter())
        QSKIP("only who may mount can see a read-only disk here");
    {
        PrivateMounts mounts;
        if (!mounts.mountReadOnly(fixture.path()))
            QSKIP("nothing can be mounted here");
        expectReadOnly(fixture);
    }
    QVERIFY(fixture.open());
    QCOMPARE(fixture.read()->messageCount().value(), 1);
}

void ProfilePlaceTest::aFolderWithoutPermissionIsLeftAsItIs()
{
    StoreFixture fixture;
    auto store = fixture.open();
    QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"))).size(), 1u);
    store.reset();
    const auto readable = QFile::ReadOwner | QFile::ExeOwner;
    const QStringList folders{fixture.vault(), fixture.path(QStringLiteral("spool")), fixture.path()};
    for (const QString &folder : folders)
        QVERIFY(QFile::setPermissions(folder, readable));
    const bool isHeeded = !QFileInfo(fixture.path()).isWritable();
    if (isHeeded)
        expectReadOnly(fixture);
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder)
        QVERIFY(QFile::setPermissions(*folder, readable | QFile::WriteOwner));
    if (!isHeeded)
        QSKIP("permissions do not bind this user");
    QVERIFY(fixture.open());
}

QTEST_GUILESS_MAIN(ProfilePlaceTest)
#include "ProfilePlaceTest.moc"
