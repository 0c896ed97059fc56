// SPDX-License-Identifier: GPL-3.0-or-later
#include "CmsContent.h"
#include "CompressedRtf.h"
#include "FuzzInput.h"
#include "Inflate.h"
#include "RtfText.h"
#include "TnefParts.h"
#include "TnefReader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = bytesOf(data, size);
    const TnefMessage message = readTnef(bytes);
    require(message.attachments.size() <= TnefMessage::maxAttachments);
    for (const TnefAttachment &attachment : message.attachments)
        require(attachment.content.size() <= bytes.size());
    (void)readTnefParts(bytes);
    const CompressedRtf rtf = readCompressedRtf(bytes);
    require(rtf.rtf.size() <= CompressedRtf::maxSize);
    (void)readRtf(rtf.rtf);
    (void)readRtf(bytes);
    const QByteArray content = readCms(bytes).content;
    require(content.size() <= bytes.size());
    constexpr qsizetype mostUnpacked = 1024 * 1024;
    require(inflateZlib(content, mostUnpacked).bytes.size() <= mostUnpacked);
    return 0;
}
