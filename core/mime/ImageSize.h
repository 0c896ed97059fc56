// SPDX-License-Identifier: GPL-3.0-or-later
//
// ImageSize reads the pixel size from the header of a PNG, GIF, JPEG, WebP or BMP, without decoding the
// picture. Pure; never reads outside of the bytes.
#pragma once

#include <QByteArrayView>
#include <QSize>

// Empty where it is none of these, or broken.
QSize imageSizeOf(QByteArrayView bytes);
