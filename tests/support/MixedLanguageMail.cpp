// SPDX-License-Identifier: GPL-3.0-or-later
#include "MixedLanguageMail.h"

#include <QRandomGenerator>
#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace
{
struct Language {
    const char *code;
    const char *sentences; // parted by '|'
    const char *syllables; // of which words are made up, parted by '|'
};

// Written for this test.
constexpr Language languages[] = {
    {"en",
     "The meeting was moved to Thursday afternoon.|Please send the signed contract before the end of the "
     "month.|Our train leaves at seven from the northern platform.|I have attached the figures of the last "
     "quarter.|Nobody answered the letter about the broken heating.|We would like to order twelve chairs and "
     "one table.",
     "bra|ket|lim|dov|sun|par|gol|zet|wix|mor"},
    {"de",
     "Die Überweisung ist gestern auf unserem Konto eingegangen.|Bitte prüfen Sie die Straße und die "
     "Hausnummer.|Wir müssen das Gespräch leider auf nächste Woche verschieben.|Der Schlüssel für den Keller "
     "hängt hinter der Tür.|Größere Mengen liefern wir nur nach Vorkasse.|Schöne Grüße aus den Bergen!",
     "strö|mün|keß|läu|fahr|wül|dorf|pfen|nach|zög"},
    {"fr",
     "Le rendez-vous est fixé à mercredi prochain.|Veuillez trouver ci-joint la facture du mois d’août.|Nous "
     "avons reçu votre lettre concernant la chaudière.|L’hôtel se trouve à côté de la gare.|Élise arrivera "
     "très tôt dans la matinée.|Ça va être une belle fête.",
     "tré|bou|gnau|ç|lour|mê|soi|var|crè|pil"},
    {"el",
     "Η συνάντηση μεταφέρθηκε για την Πέμπτη.|Παρακαλώ στείλτε το υπογεγραμμένο συμβόλαιο.|Το τρένο φεύγει "
     "στις "
     "επτά το πρωί.|Σας ευχαριστώ για την απάντησή σας.|Το ξενοδοχείο βρίσκεται δίπλα στον σταθμό.",
     "κα|λό|μερ|θη|πού|ξε|ραν|τι|βό|στα"},
    {"ru",
     "Встреча перенесена на четверг после обеда.|Пожалуйста, пришлите подписанный договор до конца "
     "месяца.|Наш "
     "поезд отправляется в семь часов.|Ещё раз спасибо за подробный ответ.|Мой брат живёт недалеко от "
     "вокзала.|Никто не ответил на письмо об отоплении.",
     "брод|ва|жит|кло|мый|пре|све|тру|хо|щен"},
    {"ar",
     "تم تأجيل الاجتماع إلى يوم الخميس.|يرجى إرسال العقد الموقع قبل نهاية الشهر.|يغادر القطار في الساعة "
     "السابعة "
     "صباحا.|شكرا جزيلا على ردكم السريع.|لم يجب أحد على الرسالة حول التدفئة.",
     "با|كر|سم|لو|نج|طب|في|حد|زي|غص"},
    {"hi",
     "बैठक गुरुवार दोपहर तक के लिए स्थगित कर दी गई है।|कृपया महीने के अंत से पहले हस्ताक्षरित अनुबंध भेजें।|हमारी ट्रेन "
     "सुबह सात बजे निकलती है।|हिन्दी में लिखा पत्र मिला।|आपके उत्तर के लिए बहुत धन्यवाद।",
     "क्र|मि|लो|प्रे|शा|नु|वी|ग्रा|ते|हृ"},
    {"th",
     "การประชุมเลื่อนไปเป็นบ่ายวันพฤหัสบดี|กรุณาส่งสัญญาที่ลงนามแล้วก่อนสิ้นเดือน|รถไฟของเราออกจากสถานีเวลาเจ็ดโมงเช้า|ขอบคุณสำหรับ"
     "คำตอบของคุณ|โรงแรมอยู่ข้างสถานีรถไฟใต้ดิน|ไม่มีใครตอบจดหมายเรื่องเครื่องทำความร้อน",
     "กรุ|มา|เพช|ลัง|ศิล|โต|นิ้ว|พยา|ขจ|วุฒ"},
    {"ja",
     "会議は木曜日の午後に変更されました。|署名済みの契約書を月末までにお送りください。|"
     "電車は七時に北口のホームから出発します。|"
     "お返事ありがとうございました。|ホテルは駅の隣にあります。|"
     "暖房の故障についての手紙に誰も答えませんでした。",
     "薔薇|ミル|鳳|ザク|霧|ぽん|麒麟|ヌェ|檜|づら"},
    {"zh",
     "会议改到星期四下午举行。|请在月底之前寄出签好的合同。|我们的火车七点从北站台出发。|谢谢您的详细答复。|"
     "酒店就在地铁站旁边。|"
     "没有人回复关于暖气故障的信。|附件是上个季度的数字。",
     "鹮|骉|燚|喆|淼|翀|昇|钰|珺|琛"},
    {"ko",
     "회의가 목요일 오후로 변경되었습니다.|서명한 계약서를 월말까지 보내 주세요.|우리 기차는 일곱 시에 북쪽 "
     "승강장에서 출발합니다.|"
     "답장해 주셔서 감사합니다.|호텔은 지하철역 옆에 있습니다.|난방 고장에 대한 편지에 아무도 답하지 "
     "않았습니다.",
     "뷁|쑥|궁|뚫|홰|늪|쟁|콸|삵|팥"},
};

QStringList partsOf(const char *text)
{
    return QString::fromUtf8(text).split(u'|');
}

// The encodings of one message, and its text.
class Writer
{
public:
    Writer(const Language &language, QRandomGenerator &random) : m_language(language), m_random(random) {}

    int choose(int count) { return static_cast<int>(m_random.bounded(count)); }
    QString sentences(int count)
    {
        const QStringList all = partsOf(m_language.sentences);
        QStringList chosen;
        for (int i = 0; i < count; ++i)
            chosen += all[choose(static_cast<int>(all.size()))];
        return chosen.join(u' ');
    }
    QString word()
    {
        const QStringList all = partsOf(m_language.syllables);
        QString made;
        for (int i = 0; i < 5; ++i)
            made += all[choose(static_cast<int>(all.size()))];
        return made;
    }
    // RFC 2047, in words of at most 75 octets.
    QByteArray encodedWords(const QString &text)
    {
        QByteArray out;
        for (qsizetype at = 0; at < text.size();) {
            qsizetype end = std::min<qsizetype>(at + 12, text.size());
            if (end < text.size() && text[end - 1].isHighSurrogate())
                ++end;
            out += (out.isEmpty() ? "" : "\r\n ") +
                   ("=?utf-8?B?" + text.mid(at, end - at).toUtf8().toBase64()) + "?=";
            at = end;
        }
        return out;
    }
    QByteArray part(const QByteArray &type, const QString &text, const QByteArray &moreFields = {})
    {
        QByteArray bytes = text.toUtf8();
        QByteArray encoding = "8bit";
        const int way = choose(3);
        if (way == 0) {
            encoding = "base64";
            bytes = lines(bytes.toBase64());
        } else if (way == 1) {
            encoding = "quoted-printable";
            bytes = quoted(bytes);
        }
        return "Content-Type: " + type + "; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding +
               "\r\n" + moreFields + "\r\n" + bytes + "\r\n";
    }
    static QByteArray asHtml(const QString &text)
    {
        const QString body = text.toHtmlEscaped().replace(u'\n', QStringLiteral("</p><p>"));
        return QStringLiteral("<html><head><title>x</title><style>p{color:red}</style></head><body><p>%1</p>"
                              "</body></html>")
            .arg(body)
            .toUtf8();
    }

private:
    static QByteArray lines(const QByteArray &bytes)
    {
        QByteArray out;
        for (qsizetype at = 0; at < bytes.size(); at += 76)
            out += bytes.mid(at, 76) + "\r\n";
        return out;
    }
    static QByteArray quoted(const QByteArray &bytes)
    {
        QByteArray out;
        int column = 0;
        for (const char c : bytes) {
            const bool plain = (c >= '!' && c <= '~' && c != '=') || c == ' ';
            if (c == '\n') {
                out += "\r\n";
                column = 0;
                continue;
            }
            if (column > 70) {
                out += "=\r\n";
                column = 0;
            }
            const QByteArray code = plain ? QByteArray(1, c) : '=' + QByteArray(1, c).toHex().toUpper();
            out += code;
            column += static_cast<int>(code.size());
        }
        return out;
    }

    const Language &m_language;
    QRandomGenerator &m_random;
};

QByteArray withBoundary(const QByteArray &kind, const QByteArray &boundary, const QByteArrayList &parts)
{
    QByteArray out = "Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\r\n\r\n";
    for (const QByteArray &part : parts)
        out += "--" + boundary + "\r\n" + part;
    return out + "--" + boundary + "--\r\n";
}

QByteArray fileNameField(const QString &name)
{
    return "Content-Disposition: attachment;\r\n filename*=utf-8''" + QUrl::toPercentEncoding(name) + "\r\n";
}
} // namespace

QString MixedLanguageMail::Message::allText() const
{
    return QStringList{subject, sender, body, fileName, attached}.join(u'\n');
}

MixedLanguageMail::MixedLanguageMail(int count, quint32 seed)
{
    QRandomGenerator random(seed);
    for (int number = 0; number < count; ++number) {
        const Language &language = languages[random.bounded(static_cast<int>(std::size(languages)))];
        Writer writer(language, random);
        Message message;
        message.language = QString::fromLatin1(language.code);
        const auto plant = [&](Place place) {
            m_planted.push_back({writer.word(), message.language, place, number});
            return m_planted.back().word;
        };
        message.subject = plant(Place::Subject) + u' ' + writer.sentences(1);
        message.sender = plant(Place::Sender);
        message.body = writer.sentences(3) + u'\n' + plant(Place::Body) + u'\n' + writer.sentences(2);
        QByteArray content;
        const QString html = QString::fromUtf8(Writer::asHtml(message.body));
        switch (writer.choose(4)) {
        case 0:
            content = writer.part("text/html", html);
            break;
        case 1:
            content = withBoundary("alternative", "alt",
                                   {writer.part("text/plain", message.body), writer.part("text/html", html)});
            break;
        default:
            content = writer.part("text/plain", message.body);
        }
        const int attachment = writer.choose(6);
        if (attachment == 0) {
            message.fileName = plant(Place::FileName) + QStringLiteral(".csv");
            message.attached = QStringLiteral("1;2;") + plant(Place::Attached) + u'\n' + writer.sentences(1);
            content = withBoundary(
                "mixed", "mix",
                {content, writer.part("text/csv", message.attached, fileNameField(message.fileName))});
        } else if (attachment == 1) {
            const QString subject = plant(Place::Attached), inner = writer.sentences(2);
            message.attached = subject + u'\n' + inner;
            content = withBoundary(
                "mixed", "mix",
                {content, "Content-Type: message/rfc822\r\n\r\nSubject: " + writer.encodedWords(subject) +
                              "\r\nFrom: x@example.com\r\n" + writer.part("text/plain", inner)});
        }
        message.bytes =
            "From: " + writer.encodedWords(message.sender) + " <sender" + QByteArray::number(number) +
            "@example.org>\r\nTo: all@example.net\r\nSubject: " + writer.encodedWords(message.subject) +
            "\r\nDate: Mon, 5 Feb 2024 10:00:00 +0000\r\n" + "Message-ID: <" + QByteArray::number(number) +
            ".mixed@example.org>\r\n" + "MIME-Version: 1.0\r\n" + content;
        m_folded.push_back(message.allText().toCaseFolded());
        m_messages.push_back(std::move(message));
    }
}

std::vector<MixedLanguageMail::Planted> MixedLanguageMail::substrings(int perLanguage, quint32 seed) const
{
    QRandomGenerator random(seed);
    std::vector<Planted> found;
    for (const auto &language :
         {QStringLiteral("zh"), QStringLiteral("ja"), QStringLiteral("ko"), QStringLiteral("th")}) {
        const bool isThai = language == QStringLiteral("th");
        int left = perLanguage;
        for (int tries = 0; left > 0 && tries < perLanguage * 1000; ++tries) {
            const int number = random.bounded(static_cast<int>(m_messages.size()));
            const Message &message = m_messages[static_cast<size_t>(number)];
            if (message.language != language)
                continue;
            const int length = isThai ? random.bounded(4, 8) : random.bounded(2, 5);
            const qsizetype at = random.bounded(static_cast<int>(message.body.size()));
            const QString word = message.body.mid(at, length);
            const bool isWord = word.size() == length && std::all_of(word.begin(), word.end(), [](QChar c) {
                                    return c.isLetterOrNumber() || c.isMark();
                                });
            // A mark belongs to the letter before it: nobody types half of one.
            const bool isWhole = !word.isEmpty() && !word.front().isMark() &&
                                 (at + length >= message.body.size() || !message.body[at + length].isMark());
            if (!isWord || !isWhole)
                continue;
            found.push_back({word, language, Place::Body, number});
            --left;
        }
    }
    return found;
}

std::vector<int> MixedLanguageMail::holding(const QString &words) const
{
    const QString folded = words.toCaseFolded();
    std::vector<int> found;
    for (size_t i = 0; i < m_folded.size(); ++i)
        if (m_folded[i].contains(folded))
            found.push_back(static_cast<int>(i));
    return found;
}
