// SPDX-License-Identifier: GPL-3.0-or-later
#include "EncryptedReader.h"

#include "Octets.h"

namespace
{

bool isSmime(const MimePart &encrypted)
{
    const QByteArray protocol = loweredCopy(encrypted.contentType.parameter("protocol"));
    return protocol.contains("pkcs7");
}

// What follows the part that only tells the version, also where a gateway took the multipart/encrypted away;
// else the first part of a multipart/encrypted.
bool isSecretOf(const PartTree &tree, int index)
{
    const int parent = tree[index].parent;
    if (parent < 0 || tree[index].type == "application/pgp-encrypted")
        return false;
    const MimePart &before = tree[index - 1]; // the sibling, where that has no parts of its own
    if (before.parent == parent && before.type == "application/pgp-encrypted")
        return true;
    return tree[parent].type == "multipart/encrypted" && tree[parent].children.front() == index;
}

// As a line of its own: quoted armour is text.
bool hasArmour(const MimePart &part)
{
    const auto contains = [](QByteArrayView text) {
        return text.startsWith("-----BEGIN PGP MESSAGE-----") ||
               text.contains("\n-----BEGIN PGP MESSAGE-----");
    };
    return part.encoding == TransferEncoding::Identity
               ? contains(part.content)
               : contains(decodeTransfer(part.content, part.encoding));
}

EncryptedCard card(EncryptedCard::Kind kind)
{
    EncryptedCard result;
    result.kind = kind;
    return result;
}

} // namespace

std::optional<EncryptedCard> readEncrypted(const ParsedMessage &message, int index)
{
    const PartTree &tree = message.tree;
    const MimePart &part = tree[index];
    if (part.wrapper == MimePart::Wrapper::Encrypted)
        return card(EncryptedCard::Kind::Smime);
    if (isSecretOf(tree, index))
        return card(isSmime(tree[part.parent]) ? EncryptedCard::Kind::Smime
                                               : EncryptedCard::Kind::OpenPgpMime);
    const bool isPlain = part.type == "text/plain" && message.choice.isShown(index);
    if (isPlain && hasArmour(part))
        return card(EncryptedCard::Kind::OpenPgpInline);
    return std::nullopt;
}
