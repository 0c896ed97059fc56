// SPDX-License-Identifier: GPL-3.0-or-later
//
// ContentKind is what the system would take a file for by its first bytes, whatever its name and its label
// say. Value; core/mime finds it out.
#pragma once

enum class ContentKind {
    Unknown, // nothing that is told by its beginning; text, mostly
    Picture,
    Pdf,
    Zip,         // and every format that is one: .docx, .odt, .jar
    OleDocument, // Word, Excel and PowerPoint before 2007, and .msi
    WindowsProgram,
    UnixProgram,
    MacProgram, // or one of Java
    Script,
    ScriptedPage, // HTML with a script in it
    Shortcut,
};
