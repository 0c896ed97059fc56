// SPDX-License-Identifier: GPL-3.0-or-later
//
// What autoconfig servers say, for tests.
#pragma once

#include <QByteArray>

inline QByteArray autoconfigServer(const QByteArray &host, quint16 port, const QByteArray &socketType = "SSL",
                                   const QByteArray &more = {})
{
    return "<incomingServer type=\"pop3\"><hostname>" + host + "</hostname><port>" +
           QByteArray::number(port) + "</port><socketType>" + socketType +
           "</socketType><username>%EMAILADDRESS%</username>" + more + "</incomingServer>";
}

inline QByteArray autoconfigOf(const QByteArray &servers, const QByteArray &beside = {})
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">"
           "<emailProvider id=\"example.org\"><domain>example.org</domain>"
           "<displayName>Example Mail</displayName>" +
           servers + "</emailProvider>" + beside + "</clientConfig>\n";
}
