// SPDX-License-Identifier: GPL-3.0-or-later
#include "CryptoLibrary.h"

#include <openssl/crypto.h>

void cryptoLibrary::keepUntilExit()
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}
