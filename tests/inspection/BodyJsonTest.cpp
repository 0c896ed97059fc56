// SPDX-License-Identifier: GPL-3.0-or-later
//
// The names that `inspect --json` prints are stable: scripts rely on them, and other programs check ours by
// them.
#include "BodyJson.h"

#include <QJsonArray>
#include <QTest>

namespace
{

// Its keys in order, and those of the objects within it: "a b{c d}".
QString namesOf(const QJsonValue &value)
{
    if (value.isArray())
        return value.toArray().isEmpty() ? QString() : namesOf(value.toArray().first());
    QStringList names;
    const QJsonObject object = value.toObject();
    for (auto at = object.begin(); at != object.end(); ++at) {
        const QString inner = namesOf(at.value());
        names.append(inner.isEmpty() ? at.key() : at.key() + u'{' + inner + u'}');
    }
    return names.join(u' ');
}

QJsonObject cardOf(MessageCard card)
{
    MessageBody body;
    std::visit([](auto &kind) { kind.part = QStringLiteral("1.2"); }, card);
    body.cards.push_back(std::move(card));
    return bodyJson::fromBody(body)[QStringLiteral("cards")][0].toObject();
}

CalendarEvent weeklyMeeting()
{
    CalendarEvent event;
    event.uid = QStringLiteral("u1");
    event.start = {1793697069, false, false, QStringLiteral("Europe/Berlin"), 3600};
    event.end = CalendarTime{1793750400, true, false, {}, 0};
    event.organizer.name = QStringLiteral("Anna");
    event.attendees.push_back({QStringLiteral("Ben"), QStringLiteral("ben@example.com"), "ACCEPTED", true});
    CalendarRule rule;
    rule.every = CalendarRule::Every::Week;
    rule.until = CalendarTime{1793697069, false, true, {}, 0};
    rule.weekdays.emplace_back(0, 2);
    event.rules.push_back(rule);
    return event;
}

} // namespace

class BodyJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesOfTheMessageAreStable();
    void namesOfCardsAreStable_data();
    void namesOfCardsAreStable();
    void timesOfACalendarKeepTheirKind();
    void tasksAreToldAsSuch();
    void signaturesAreToldTwice();
    void verifiedIsNullWhereNobodyLooked();
    void sendersAreJudgedWithReasons();
    void whatIsNotThereIsNull();
};

void BodyJsonTest::namesOfTheMessageAreStable()
{
    MessageBody body;
    body.header.from.push_back({QStringLiteral("Anna"), QStringLiteral("anna@example.org")});
    body.attachments.emplace_back();
    QCOMPARE(
        namesOf(bodyJson::fromBody(body)),
        QStringLiteral(
            "attachments{content_id inline name part sha256 shown size type} automatic_reply bcc cards cc "
            "charset date date_source defects from{address name} html in_reply_to list_id message_id "
            "parts{charset children disposition encoding name size type} preview references reply_to "
            "safe_html security{encrypted lying_links remote_images signatures signed tracking_pixels "
            "verified} sender subject text to trust{from_domain reasons reply_to_differs sender_differs "
            "unsubscribe verdict}"));
}

void BodyJsonTest::namesOfCardsAreStable_data()
{
    QTest::addColumn<MessageCard>("card");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("names");
    const auto row = [](const char *kind, const MessageCard &card, const char *names) {
        QTest::newRow(kind) << card << QString::fromLatin1(kind) << QString::fromLatin1(names);
    };
    BounceCard bounce;
    bounce.recipients.emplace_back();
    row("bounce", bounce,
        "kind part recipients{action address diagnostic remote_server retry_until status} reporting_server");
    row("receipt", ReceiptCard{}, "automatic disposition kind message_id part program recipient");
    row("abuse", AbuseCard{}, "arrived feedback incidents kind part reported_domain sender source_address");
    InviteCard invite;
    invite.method = "REQUEST";
    invite.events.push_back(weeklyMeeting());
    invite.events.front().busyTimes.emplace_back();
    row("invite", invite,
        "additions attendees{address name optional status} attendees_left_out busy_times{end start state} "
        "busy_times_left_out cancelled comment completed component description done end end_zone exceptions "
        "kind left_out location method more_events organizer{address name optional status} part percent_done "
        "recurrence_id rules{count every has_more interval month_days months until weekdays{day which}} "
        "start start_zone summary uid");
    row("vcard", ContactCard{}, "addresses kind left_out links mail name organization part telephones title");
    row("nested", NestedCard{}, "date depth from header_only kind part subject to");
    row("partial", PartialCard{}, "id kind number part total");
    ExternalCard external;
    external.parameters.emplace_back(QStringLiteral("site"), QStringLiteral("ftp.example.org"));
    row("external", external, "access kind parameters{site} part");
    row("tnef", TnefCard{}, "kind names part problem");
    row("encrypted", EncryptedCard{}, "kind method part");
}

void BodyJsonTest::namesOfCardsAreStable()
{
    QFETCH(MessageCard, card);
    QFETCH(QString, kind);
    const QJsonObject object = cardOf(card);
    QTEST(namesOf(object), "names");
    QCOMPARE(object[QStringLiteral("kind")].toString(), kind);
    QCOMPARE(object[QStringLiteral("part")].toString(), QStringLiteral("1.2"));
}

void BodyJsonTest::timesOfACalendarKeepTheirKind()
{
    InviteCard invite;
    invite.events.push_back(weeklyMeeting());
    const QJsonObject object = cardOf(invite);
    QCOMPARE(object[QStringLiteral("start")].toString(), QStringLiteral("2026-11-03T10:11:09+01:00"));
    QCOMPARE(object[QStringLiteral("start_zone")].toString(), QStringLiteral("Europe/Berlin"));
    QCOMPARE(object[QStringLiteral("end")].toString(), QStringLiteral("2026-11-04"));
    QCOMPARE(object[QStringLiteral("rules")][0][QStringLiteral("until")].toString(),
             QStringLiteral("2026-11-03T09:11:09"));
    QVERIFY(object[QStringLiteral("location")].isNull());
}

void BodyJsonTest::tasksAreToldAsSuch()
{
    InviteCard invite;
    invite.events.emplace_back();
    invite.events[0].kind = CalendarEvent::Kind::Task;
    invite.events[0].percentDone = 40;
    const QJsonObject object = cardOf(invite);
    QCOMPARE(object[QStringLiteral("kind")].toString(), QStringLiteral("invite"));
    QCOMPARE(object[QStringLiteral("component")].toString(), QStringLiteral("task"));
    QCOMPARE(object[QStringLiteral("percent_done")].toInt(), 40);
    QVERIFY(object[QStringLiteral("start")].isNull()); // not told
}

void BodyJsonTest::signaturesAreToldTwice()
{
    MessageBody body;
    MessageSignature signature;
    signature.part = QStringLiteral("1");
    signature.state = MessageSignature::State::Verified;
    signature.signer = QStringLiteral("anna@example.org");
    body.trust.signatures.push_back(signature);
    const QJsonObject object = bodyJson::fromBody(body);
    const QJsonValue card = object[QStringLiteral("cards")][0];
    QCOMPARE(namesOf(card), QStringLiteral("covers_all key kind method part signer state"));
    QCOMPARE(card[QStringLiteral("kind")].toString(), QStringLiteral("signed"));
    QCOMPARE(card[QStringLiteral("state")].toString(), QStringLiteral("verified"));
    QCOMPARE(object[QStringLiteral("security")][QStringLiteral("signatures")].toArray().size(), 1);
    QVERIFY(object[QStringLiteral("security")][QStringLiteral("signed")].toBool());
    QVERIFY(object[QStringLiteral("security")][QStringLiteral("verified")].toBool());
}

void BodyJsonTest::verifiedIsNullWhereNobodyLooked()
{
    MessageBody body;
    const auto verified = [&body] {
        return bodyJson::fromBody(body)[QStringLiteral("security")][QStringLiteral("verified")];
    };
    QVERIFY(verified().isNull());
    body.trust.signatures.emplace_back();
    QVERIFY(verified().isNull());
    body.trust.signatures.front().state = MessageSignature::State::Broken;
    QVERIFY(verified().isBool() && !verified().toBool());
}

void BodyJsonTest::sendersAreJudgedWithReasons()
{
    MessageBody body;
    body.header.from.push_back({{}, QStringLiteral("anna@Example.ORG")});
    body.header.replyTo.push_back({{}, QStringLiteral("eve@example.net")});
    body.trust.verdict = MessageTrust::Verdict::Caution;
    TrustReason reason;
    reason.kind = TrustReason::Kind::ReplyGoesElsewhere;
    reason.weight = TrustReason::Weight::Caution;
    reason.other = QStringLiteral("example.net");
    body.trust.reasons.push_back(reason);
    body.trust.unsubscription = Unsubscription{{}, QUrl(QStringLiteral("https://example.org/u")), {}};
    const QJsonObject trust = bodyJson::fromBody(body)[QStringLiteral("trust")].toObject();
    QCOMPARE(trust[QStringLiteral("verdict")].toString(), QStringLiteral("caution"));
    QCOMPARE(trust[QStringLiteral("from_domain")].toString(), QStringLiteral("example.org"));
    QVERIFY(trust[QStringLiteral("reply_to_differs")].toBool());
    QVERIFY(!trust[QStringLiteral("sender_differs")].toBool());
    const QJsonValue first = trust[QStringLiteral("reasons")][0];
    QCOMPARE(namesOf(first), QStringLiteral("kind other subject weight"));
    QCOMPARE(first[QStringLiteral("kind")].toString(), QStringLiteral("reply_goes_elsewhere"));
    QCOMPARE(trust[QStringLiteral("unsubscribe")][QStringLiteral("link")].toString(),
             QStringLiteral("https://example.org/u"));
    QVERIFY(trust[QStringLiteral("unsubscribe")][QStringLiteral("one_click")].isNull());
}

void BodyJsonTest::whatIsNotThereIsNull()
{
    const QJsonObject empty = bodyJson::fromBody(MessageBody());
    for (const char *name : {"html", "safe_html", "charset", "message_id", "in_reply_to", "list_id"})
        QVERIFY2(empty[QLatin1String(name)].isNull(), name);
    QCOMPARE(empty[QStringLiteral("text")], QJsonValue(QString()));
    MessageBody body;
    body.html = QStringLiteral("");
    QCOMPARE(bodyJson::fromBody(body)[QStringLiteral("html")], QJsonValue(QString()));
}

QTEST_GUILESS_MAIN(BodyJsonTest)
#include "BodyJsonTest.moc"
