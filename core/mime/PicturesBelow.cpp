// SPDX-License-Identifier: GPL-3.0-or-later
#include "PicturesBelow.h"

#include "ImageSize.h"

#include <algorithm>
#include <array>

namespace
{
constexpr std::size_t mostBelow = 50;
constexpr qsizetype mostEncodedBelow = 32 * 1024 * 1024; // octets of one, as it came
constexpr qsizetype mostBytesBelow = 64 * 1024 * 1024;   // of all
constexpr qint64 largestBelow = 20'000'000;              // px, as the view has it
constexpr qint64 mostPixelsBelow = 40'000'000;           // of all, as those in the HTML have

// SVG is a program and is never drawn.
bool isDrawnPicture(const MimePart &part)
{
    static constexpr std::array types{"image/png",   "image/jpeg",     "image/jpg",
                                      "image/pjpeg", "image/gif",      "image/webp",
                                      "image/bmp",   "image/x-ms-bmp", "image/x-png"};
    return std::any_of(types.begin(), types.end(), [&](const char *type) { return part.type == type; });
}

bool standsInText(const PartTree &tree, int index)
{
    const MimePart &part = tree[index];
    if (part.disposition.value == "attachment")
        return false;
    if (part.parent < 0)
        return true; // the picture is the message
    const QByteArray &above = tree[part.parent].type;
    if (above == "multipart/alternative") // a picture never speaks for a text
        return false;
    return part.disposition.value == "inline" || (above == "multipart/mixed" && part.name.isEmpty());
}
} // namespace

std::vector<PictureBelow> picturesBelow(const PartTree &tree, const BodyChoice &choice,
                                        const AttachmentReader &reader, const std::vector<int> &shown)
{
    std::vector<PictureBelow> pictures;
    qsizetype bytesLeft = mostBytesBelow;
    qint64 pixelsLeft = mostPixelsBelow;
    for (const int index : choice.attachments) {
        if (pictures.size() >= mostBelow)
            break;
        if (!isDrawnPicture(tree[index]) || !standsInText(tree, index) ||
            tree[index].content.size() > mostEncodedBelow ||
            std::find(shown.begin(), shown.end(), index) != shown.end())
            continue;
        QByteArray bytes = reader.decoded(index);
        const QSize size = imageSizeOf(bytes);
        const qint64 pixels = qint64(size.width()) * size.height();
        if (size.isEmpty() || pixels > std::min(largestBelow, pixelsLeft) || bytes.size() > bytesLeft)
            continue;
        pixelsLeft -= pixels;
        bytesLeft -= bytes.size();
        pictures.push_back({index, std::move(bytes)});
    }
    return pictures;
}
