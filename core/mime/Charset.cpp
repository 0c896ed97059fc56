// SPDX-License-Identifier: GPL-3.0-or-later
#include "Charset.h"

#include "CharsetLabels.h"
#include "GMimeLibrary.h"
#include "Iso2022Jp.h"
#include "Octets.h"

#include <gmime/gmime.h>
#include <uchardet/uchardet.h>

#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <memory>

namespace
{

constexpr QChar replacement(0xFFFD);

qsizetype highBytes(QByteArrayView bytes)
{
    return std::count_if(bytes.begin(), bytes.end(), [](char c) { return (c & char(0x80)) != 0; });
}

// Windows-1252 after WHATWG: the five codes without a letter stay controls, so that nothing is lost.
DecodedText decodeWindows1252(QByteArrayView bytes)
{
    static constexpr std::array<char16_t, 32> upper{
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    QString text = QString::fromLatin1(bytes);
    for (QChar &c : text) {
        if (c.unicode() >= 0x80 && c.unicode() < 0xA0)
            c = QChar(upper[c.unicode() - 0x80]);
    }
    return {text, "windows-1252", 0};
}

DecodedText decodeUtf8(QByteArrayView bytes)
{
    if (bytes.startsWith("\xEF\xBB\xBF"))
        bytes = bytes.sliced(3);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    DecodedText result{decoder.decode(bytes), "utf-8", 0};
    if (decoder.hasError())
        result.replaced = std::max<qsizetype>(1, result.text.count(replacement));
    return result;
}

class Iconv
{
public:
    explicit Iconv(const QByteArray &charset)
    {
        startGMime();
        const char *native = Q_BYTE_ORDER == Q_LITTLE_ENDIAN ? "UTF-16LE" : "UTF-16BE";
        m_handle = g_mime_iconv_open(native, charset.constData());
    }
    ~Iconv()
    {
        if (isOpen())
            g_mime_iconv_close(m_handle);
    }
    Iconv(const Iconv &) = delete;
    Iconv &operator=(const Iconv &) = delete;

    bool isOpen() const { return m_handle != reinterpret_cast<iconv_t>(-1); }

    DecodedText decode(QByteArrayView bytes, const QByteArray &charset)
    {
        DecodedText result;
        result.charset = charset;
        std::array<char16_t, 4096> buffer;
        auto *in = const_cast<char *>(bytes.data());
        size_t left = size_t(bytes.size());
        bool flushed = false;
        while (left > 0 || !flushed) {
            auto *out = reinterpret_cast<char *>(buffer.data());
            size_t room = sizeof(buffer);
            flushed = left == 0; // the last round lets a stateful charset give what it holds back
            const size_t outcome =
                iconv(m_handle, flushed ? nullptr : &in, flushed ? nullptr : &left, &out, &room);
            const int error = outcome == size_t(-1) ? errno : 0;
            result.text.append(reinterpret_cast<const QChar *>(buffer.data()),
                               qsizetype(sizeof(buffer) - room) / 2);
            if (error == 0 || error == E2BIG || left == 0)
                continue;
            result.text.append(replacement);
            ++result.replaced;
            ++in;
            --left;
        }
        return result;
    }

private:
    iconv_t m_handle;
};

QByteArray metaCharset(QByteArrayView html)
{
    constexpr qsizetype searched = 4096;
    static const QRegularExpression pattern(
        QStringLiteral("<meta[^>]{0,200}charset\\s*=\\s*[\"']?\\s*([A-Za-z0-9_.:-]{1,40})"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = pattern.match(QString::fromLatin1(html.first(std::min(searched, html.size()))));
    return match.hasMatch() ? charsetOf(match.captured(1).toLatin1()) : QByteArray();
}

bool hasIso2022Escapes(QByteArrayView bytes)
{
    return bytes.contains("\x1b$B") || bytes.contains("\x1b$@") || bytes.contains("\x1b(J") ||
           bytes.contains("\x1b$(");
}

// On short texts these guesses are more often wrong than the plain answer, windows-1252.
bool isUncertainGuess(QByteArrayView charset)
{
    static constexpr std::array uncertain{"windows-1250", "windows-1252", "windows-1257", "windows-1258",
                                          "iso-8859-1",   "iso-8859-2",   "iso-8859-3",   "iso-8859-4",
                                          "iso-8859-10",  "ibm85",        "mac-",         "viscii"};
    return charset != QByteArrayView("iso-8859-11") &&
           std::any_of(uncertain.begin(), uncertain.end(),
                       [charset](const char *family) { return charset.startsWith(family); });
}

// True where valid UTF-8 is a better reading than `charset`.
bool yieldsToUtf8(const QByteArray &charset)
{
    return charset.isEmpty() || isSingleByteCharset(charset);
}

DecodedText decodeAnything(QByteArrayView bytes, const QByteArray &charset, bool isHtml)
{
    std::optional<DecodedText> best;
    if (!reusesAscii(charset) && isAscii(bytes) && hasIso2022Escapes(bytes)) {
        auto decoded = decodeAs(bytes, "iso-2022-jp-3");
        if (decoded && decoded->replaced == 0)
            return std::move(*decoded);
    }
    if (!charset.isEmpty()) {
        best = decodeAs(bytes, charset);
        if (best && best->replaced * 4 <= highBytes(bytes) && !(reusesAscii(charset) && best->replaced > 0))
            return std::move(*best);
    }
    const QByteArray meta = isHtml && !isValidUtf8(bytes) ? metaCharset(bytes) : QByteArray();
    if (!meta.isEmpty() && meta != charset) {
        auto decoded = decodeAs(bytes, meta);
        if (decoded && decoded->replaced == 0)
            return std::move(*decoded);
    }
    auto guessed = decodeAs(bytes, detectCharset(bytes));
    if (!guessed)
        guessed = decodeWindows1252(bytes);
    return best && best->replaced <= guessed->replaced ? std::move(*best) : std::move(*guessed);
}

} // namespace

bool isValidUtf8(QByteArrayView bytes)
{
    return isAscii(bytes) || bytes.isValidUtf8();
}

QByteArray charsetOf(QByteArrayView label)
{
    // RFC 2231 §5 may add a language: "utf-8*de".
    qsizetype end = 0;
    while (end < label.size() && label[end] != '*' && label[end] != '\0')
        ++end;
    const auto isAround = [](char c) { return uchar(c) <= ' ' || c == '"' || c == '\''; };
    qsizetype start = 0;
    while (start < end && isAround(label[start]))
        ++start;
    while (end > start && isAround(label[end - 1]))
        --end;
    const QByteArray name = loweredCopy(label.sliced(start, end - start));
    return charsetSuperset(name);
}

std::optional<DecodedText> decodeAs(QByteArrayView bytes, const QByteArray &charset)
{
    if (charset == "utf-8")
        return decodeUtf8(bytes);
    if (charset == "windows-1252")
        return decodeWindows1252(bytes);
    // A name that no charset has is refused here: iconv gives a meaning to some of them ("char", "//IGNORE").
    const auto isPlain = [](char c) {
        return (lowered(c) >= 'a' && lowered(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.' || c == ':' || c == '+';
    };
    if (charset.isEmpty() || charset == "char" || charset == "wchar_t" ||
        !std::all_of(charset.begin(), charset.end(), isPlain))
        return std::nullopt;
    Iconv converter(charset);
    if (!converter.isOpen())
        return std::nullopt;
    DecodedText decoded = converter.decode(bytes, charset);
    if (decoded.replaced > 0 && charset == "iso-2022-jp-3") {
        const auto inCp932 = iso2022JpAsCp932(bytes);
        Iconv other("cp932");
        if (inCp932 && other.isOpen()) {
            if (DecodedText better = other.decode(*inCp932, charset); better.replaced < decoded.replaced)
                return better;
        }
    }
    return decoded;
}

QByteArray detectCharset(QByteArrayView bytes)
{
    constexpr qsizetype examined = 64 * 1024;
    constexpr qsizetype enoughLetters = 200;
    if (bytes.startsWith("\xEF\xBB\xBF"))
        return "utf-8";
    if (bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF"))
        return "utf-16";
    if (hasIso2022Escapes(bytes))
        return "iso-2022-jp-3";
    if (isValidUtf8(bytes))
        return "utf-8";
    const qsizetype high = highBytes(bytes);
    if (high < 4)
        return "windows-1252";
    const std::unique_ptr<struct uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                                &uchardet_delete);
    uchardet_handle_data(detector.get(), bytes.data(), size_t(std::min(bytes.size(), examined)));
    uchardet_data_end(detector.get());
    const QByteArray charset = charsetOf(uchardet_get_charset(detector.get()));
    if (charset.isEmpty() || charset == "utf-8" || (high < enoughLetters && isUncertainGuess(charset)))
        return "windows-1252";
    return charset;
}

DecodedText decodeChosen(QByteArrayView bytes, QByteArrayView chosen)
{
    auto decoded = decodeAs(bytes, charsetOf(chosen));
    if (!decoded)
        return decodeText(bytes, {});
    decoded->text.remove(QChar(u'\0'));
    return std::move(*decoded);
}

DecodedText decodeText(QByteArrayView bytes, QByteArrayView label, bool isHtml)
{
    const QByteArray charset = charsetOf(label);
    DecodedText result;
    if (isAscii(bytes) && !reusesAscii(charset) && !bytes.contains('\x1b'))
        result = {QString::fromLatin1(bytes), charset.isEmpty() ? QByteArray("us-ascii") : charset, 0};
    else if (yieldsToUtf8(charset) && !hasIso2022Escapes(bytes) && isValidUtf8(bytes))
        result = decodeUtf8(bytes);
    else
        result = decodeAnything(bytes, charset, isHtml);
    if (result.text.contains(QChar(u'\0')))
        result.text.remove(QChar(u'\0'));
    return result;
}
