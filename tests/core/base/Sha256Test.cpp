// SPDX-License-Identifier: GPL-3.0-or-later
#include "Sha256.h"

#include <QTest>

class Sha256Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Vectors of FIPS 180-4's examples.
    void matchesThePublishedVectors()
    {
        QCOMPARE(Sha256::of("").toHex(),
                 QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(Sha256::of("abc").toHex(),
                 QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    void piecesHashLikeTheWhole()
    {
        Sha256 hash;
        hash.add("a");
        hash.add("");
        hash.add("bc");
        QCOMPARE(hash.finish(), Sha256::of("abc"));
    }

    void startsAnewAfterFinish()
    {
        Sha256 hash;
        hash.add("something else");
        hash.finish();
        hash.add("abc");
        QCOMPARE(hash.finish(), Sha256::of("abc"));
    }
};

QTEST_GUILESS_MAIN(Sha256Test)
#include "Sha256Test.moc"
