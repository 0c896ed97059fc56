// SPDX-License-Identifier: GPL-3.0-or-later
//
// TestBrowser goes to an address as a browser would, follows where it is sent, and remembers what it is shown
// in the end. Lives in the test's thread, and needs its event loop.
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QUrl>

#include <vector>

class TestBrowser
{
public:
    struct Page {
        QUrl url;
        int status = 0; // 0: there was no answer
        QByteArray text;
        QByteArray policy; // Content-Security-Policy
    };

    void visit(const QUrl &url)
    {
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                             QNetworkRequest::NoLessSafeRedirectPolicy);
        QNetworkReply *const reply = m_network.get(request);
        QObject::connect(reply, &QNetworkReply::finished, reply, [this, reply] {
            m_pages.push_back({reply->url(),
                               reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                               reply->readAll(), reply->rawHeader("Content-Security-Policy")});
            reply->deleteLater();
        });
    }

    const std::vector<Page> &pages() const { return m_pages; }

private:
    QNetworkAccessManager m_network;
    std::vector<Page> m_pages;
};
