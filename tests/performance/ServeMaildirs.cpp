// SPDX-License-Identifier: GPL-3.0-or-later
//
// Serves the Maildirs below a directory with a private Dovecot until its standard input ends: serve-maildirs
// DIRECTORY. Prints one line: the port for STLS, the port for TLS, the CA file, the password.
#include "DovecotServer.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argumentCount, char **arguments)
{
    const QCoreApplication application(argumentCount, arguments);
    if (argumentCount != 2) {
        std::fprintf(stderr, "usage: serve-maildirs DIRECTORY\n");
        return 2;
    }
    DovecotServer server;
    if (const auto started = server.start(QFile::decodeName(arguments[1])); !started) {
        std::fprintf(stderr, "%s\n", qPrintable(started.error().detail));
        return 1;
    }
    std::printf("%d %d %s %s\n", server.port(), server.tlsPort(), qPrintable(server.caFile()),
                qPrintable(DovecotServer::password()));
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}
