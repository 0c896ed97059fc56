// SPDX-License-Identifier: GPL-3.0-or-later
//
// CmsWriter makes what S/MIME puts around a message (RFC 5652), without a signature that anybody could check.
#pragma once

#include <QByteArray>

namespace cmsWriter
{

enum class Form { Definite, Indefinite }; // DER, or BER in pieces as many programs stream it

QByteArray signedData(const QByteArray &content, Form form = Form::Definite);
QByteArray compressedData(const QByteArray &content, Form form = Form::Definite);
QByteArray certificatesOnly();
QByteArray envelopedData();

} // namespace cmsWriter
