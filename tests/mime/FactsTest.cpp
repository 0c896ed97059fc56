// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds what `poplar-cli inspect --json` prints of real mail against what the test suites of other programs
// expect of it. The mail lies beside the project where it is there at all (its licences differ); without it
// there is nothing to compare, and the defects themselves are tested by MimeMessageTest on mail of our own.
//
// Prints for each field how many facts are right, and writes all differences to differences.tsv. A difference
// is allowed only where reasons.tsv says that it is a habit of the other program, and no reason may be left
// there that nothing needs. Facts that the collection itself calls disputed are counted apart.
#include "BodyJson.h"
#include "FactCheck.h"
#include "MimeMessage.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QThread>

#include <map>
#include <memory>
#include <set>

namespace
{

constexpr qint64 received = 1800000000;

QString collectionPath(const QString &file)
{
    return QStringLiteral(POPLAR_SOURCE "/../shared/mail/") + file;
}

std::optional<QByteArray> contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? std::optional(file.readAll()) : std::nullopt;
}

QJsonObject inspect(const QString &file)
{
    const auto bytes = contentOf(collectionPath(file));
    return bytes ? bodyJson::fromBody(MimeMessage(*bytes).body({}, received)) : QJsonObject();
}

// By what names the collection calls the fields that it says are disputed.
bool isDisputed(const QJsonObject &oracle, const QString &field)
{
    for (const QJsonValue &value : oracle[QStringLiteral("disputed_by_gmime_plus")].toArray()) {
        const QString disputed = value.toString();
        if (disputed == field || (disputed == QStringLiteral("body") && field.startsWith(disputed)) ||
            (disputed == QStringLiteral("date") && field.startsWith(disputed)))
            return true;
    }
    return false;
}

struct Count {
    int right = 0, all = 0, explained = 0, disputed = 0, disputedAndRight = 0;
};

class FactsRun
{
public:
    bool readReasons(const QString &path);
    void run();
    void print() const;
    bool writeDifferences(const QString &path) const;

    Count total() const;
    const QStringList &unexplained() const { return m_unexplained; }
    QStringList needlessReasons() const;

private:
    void runFile(const QJsonObject &facts);
    void take(const QString &file, const QString &oracle, const QString &field, bool disputed,
              const FactOutcome &outcome);

    std::map<std::pair<QString, QString>, QString> m_reasons; // by file and field
    std::set<std::pair<QString, QString>> m_used;
    std::map<QString, Count> m_counts; // by field
    QStringList m_differences, m_unexplained;
    std::map<QString, int> m_notCompared;
    int m_absent = 0;
};

// A line is file, field, reason, with tabs between them; "#" begins a remark.
bool FactsRun::readReasons(const QString &path)
{
    const auto text = contentOf(path);
    if (!text)
        return false;
    for (const QString &line : QString::fromUtf8(*text).split(u'\n', Qt::SkipEmptyParts)) {
        if (line.startsWith(u'#'))
            continue;
        const QStringList cells = line.split(u'\t');
        if (cells.size() != 3 || cells[2].isEmpty())
            return false;
        m_reasons.insert({{cells[0], cells[1]}, cells[2]});
    }
    return true;
}

void FactsRun::run()
{
    const auto lines = contentOf(collectionPath(QStringLiteral("FACTS.shared.jsonl")));
    for (const QByteArray &line : lines.value_or(QByteArray()).split('\n')) {
        if (!line.isEmpty())
            runFile(QJsonDocument::fromJson(line).object());
    }
}

void FactsRun::runFile(const QJsonObject &facts)
{
    static const FactCheck::Collection collection{
        inspect, [](const QString &file) { return contentOf(collectionPath(file)); }};
    const QString file = facts[QStringLiteral("file")].toString();
    if (!QFile::exists(collectionPath(file))) { // not all of the mail may be passed on
        ++m_absent;
        return;
    }
    const QJsonObject inspected = inspect(file);
    const QJsonObject oracles = facts[QStringLiteral("oracles")].toObject();
    for (auto oracle = oracles.begin(); oracle != oracles.end(); ++oracle) {
        const QJsonObject expected = oracle->toObject();
        const FactCheck check(file, inspected, expected, collection);
        for (const QString &field : expected.keys()) {
            if (const auto outcome = check.check(field))
                take(file, oracle.key(), field, isDisputed(expected, field), *outcome);
            else
                ++m_notCompared[field];
        }
    }
}

void FactsRun::take(const QString &file, const QString &oracle, const QString &field, bool disputed,
                    const FactOutcome &outcome)
{
    Count &count = m_counts[field];
    if (disputed) {
        ++count.disputed;
        count.disputedAndRight += outcome.isRight ? 1 : 0;
        return;
    }
    ++count.all;
    count.right += outcome.isRight ? 1 : 0;
    if (outcome.isRight)
        return;
    const auto reason = m_reasons.find({file, field});
    const auto shortened = [](const QString &text) { return text.simplified().left(300); };
    const QString difference = QStringList{file,
                                           field,
                                           reason == m_reasons.end() ? QStringLiteral("?") : reason->second,
                                           oracle,
                                           shortened(outcome.wanted),
                                           shortened(outcome.got)}
                                   .join(u'\t');
    m_differences.append(difference);
    if (reason == m_reasons.end()) {
        m_unexplained.append(difference);
        return;
    }
    ++count.explained;
    m_used.insert(reason->first);
}

Count FactsRun::total() const
{
    Count total;
    for (const auto &[field, count] : m_counts) {
        total.right += count.right;
        total.all += count.all;
        total.explained += count.explained;
        total.disputed += count.disputed;
        total.disputedAndRight += count.disputedAndRight;
    }
    return total;
}

void FactsRun::print() const
{
    const auto line = [](const QString &field, const Count &count) {
        qInfo().noquote() << QStringLiteral("%1 %2/%3 right, %4 by a habit of the other; disputed: %5/%6")
                                 .arg(field, -22)
                                 .arg(count.right, 4)
                                 .arg(count.all, 4)
                                 .arg(count.explained)
                                 .arg(count.disputedAndRight)
                                 .arg(count.disputed);
    };
    for (const auto &[field, count] : m_counts)
        line(field, count);
    line(QStringLiteral("all"), total());
    for (const auto &[field, count] : m_notCompared)
        qInfo().noquote() << QStringLiteral("%1 %2 not compared: %3")
                                 .arg(field, -22)
                                 .arg(count, 4)
                                 .arg(FactCheck::whyNotCompared(field));
    qInfo("%d messages are not in the collection", m_absent);
}

bool FactsRun::writeDifferences(const QString &path) const
{
    QFile file(path);
    const QByteArray text =
        (QStringLiteral("file\tfield\treason\toracle\twanted\tgot\n") + m_differences.join(u'\n') + u'\n')
            .toUtf8();
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QStringList FactsRun::needlessReasons() const
{
    QStringList needless;
    for (const auto &[place, reason] : m_reasons) {
        if (!m_used.contains(place))
            needless.append(place.first + u' ' + place.second);
    }
    return needless;
}

} // namespace

class FactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realMailIsReadAsOthersExpect();
};

void FactsTest::realMailIsReadAsOthersExpect()
{
    if (!QFile::exists(collectionPath(QStringLiteral("FACTS.shared.jsonl"))))
        QSKIP("The collection of mail is not beside the project.");
    FactsRun facts;
    QVERIFY(facts.readReasons(QStringLiteral(POPLAR_SOURCE "/tests/mime/reasons.tsv")));
    const std::unique_ptr<QThread> reader(QThread::create([&facts] { facts.run(); }));
    reader->setStackSize(parseStackBytes);
    reader->start();
    reader->wait();
    facts.print();
    const QString differences = QDir::current().filePath(QStringLiteral("differences.tsv"));
    QVERIFY(facts.writeDifferences(differences));
    qInfo().noquote() << "differences:" << differences;
    const Count total = facts.total();
    QVERIFY(total.all > 1000);
    // Of all facts, whatever reasons there are for the others.
    QVERIFY2(double(total.right) >= 0.98 * double(total.all),
             qPrintable(QStringLiteral("%1 of %2").arg(total.right).arg(total.all)));
    QCOMPARE(facts.unexplained(), QStringList());
    QCOMPARE(facts.needlessReasons(), QStringList());
}

QTEST_GUILESS_MAIN(FactsTest)
#include "FactsTest.moc"
