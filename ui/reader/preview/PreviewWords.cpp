// SPDX-License-Identifier: GPL-3.0-or-later
#include "PreviewWords.h"

#include "Formatting.h"
#include "RiskyTypes.h"
#include "SafeText.h"

#include <QCoreApplication>

namespace
{
struct PreviewText {
    Q_DECLARE_TR_FUNCTIONS(PreviewWords)
};

QStringList endsOf(FileKind kind)
{
    switch (kind) {
    case FileKind::Png:
        return {QStringLiteral("png")};
    case FileKind::Jpeg:
        return {QStringLiteral("jpg"), QStringLiteral("jpeg"), QStringLiteral("jpe"), QStringLiteral("jfif")};
    case FileKind::Gif:
        return {QStringLiteral("gif")};
    case FileKind::WebP:
        return {QStringLiteral("webp")};
    case FileKind::Bmp:
        return {QStringLiteral("bmp"), QStringLiteral("dib")};
    case FileKind::Pdf:
        return {QStringLiteral("pdf")};
    default:
        return {}; // a text or a message may be called anything
    }
}
} // namespace

QString PreviewWords::kind(FileKind kind)
{
    switch (kind) {
    case FileKind::Unknown:
        return {};
    case FileKind::Png:
        return PreviewText::tr("PNG picture");
    case FileKind::Jpeg:
        return PreviewText::tr("JPEG picture");
    case FileKind::Gif:
        return PreviewText::tr("GIF picture");
    case FileKind::WebP:
        return PreviewText::tr("WebP picture");
    case FileKind::Bmp:
        return PreviewText::tr("BMP picture");
    case FileKind::Pdf:
        return PreviewText::tr("PDF document");
    case FileKind::Message:
        return PreviewText::tr("Message");
    case FileKind::Text:
        return PreviewText::tr("Text");
    }
    return {};
}

QString PreviewWords::lie(const Attachment &file, FileKind kind)
{
    const QString &name = file.name;
    const QStringList ends = endsOf(kind);
    const QString end = name.contains(u'.') ? name.section(u'.', -1).toLower() : QString();
    if (ends.isEmpty() || end.isEmpty() || ends.contains(end))
        return contentLie(file);
    return PreviewText::tr("The name of this file ends in “.%1”, but it is a %2.")
        .arg(SafeText::oneLine(end, 20), PreviewWords::kind(kind));
}

PreviewRefusal PreviewWords::refusal(PictureFault fault, FileKind kind, const QSize &size)
{
    switch (fault) {
    case PictureFault::NoDecoder:
        return {PreviewText::tr("No preview"),
                PreviewText::tr("Poplar cannot show a %1 on this computer. Open it or save it.")
                    .arg(PreviewWords::kind(kind))};
    case PictureFault::TooLarge:
        return {PreviewText::tr("This picture is too large to be shown"),
                PreviewText::tr("It says that it has %1 × %2 pixels. Save it and open it with another "
                                "program if you know the sender.")
                    .arg(Formatting::count(size.width()), Formatting::count(size.height()))};
    case PictureFault::NoPicture:
    case PictureFault::Damaged:
        break;
    }
    return {PreviewText::tr("This picture is damaged"),
            PreviewText::tr("Poplar cannot read it. Ask the sender to send it again.")};
}

PreviewRefusal PreviewWords::unknown(const Attachment &file, bool isEmpty)
{
    if (isEmpty)
        return {PreviewText::tr("This file is empty"),
                PreviewText::tr("There is nothing in it. Ask the sender to send it again.")};
    if (const QString risk = riskyTypeName(file); !risk.isEmpty())
        return {
            PreviewText::tr("No preview"),
            PreviewText::tr("This file is %1. Save it only if you know the sender and expect it.").arg(risk)};
    return {PreviewText::tr("No preview"),
            PreviewText::tr("Poplar cannot show this kind of file (%1). Open it or save it.")
                .arg(SafeText::oneLine(QString::fromLatin1(file.type), 100))};
}
