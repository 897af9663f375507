namespace NotebookKit.Host.Export;

/// <summary>How a formula is read: spaces, names, numbers, arguments that are plain text.</summary>
internal sealed partial class TexParser
{
    private void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(tex[position]))
        {
            position++;
        }
    }

    private bool Peek(char letter) => !AtEnd && tex[position] == letter;

    /// <summary>True, and past it, when the command follows; a longer name does not count.</summary>
    private bool TryCommand(string name)
    {
        if (!AtCommand(name))
        {
            return false;
        }

        position += name.Length + 1;
        return true;
    }

    private bool AtCommand(string name)
    {
        var end = position + name.Length + 1;
        return Peek('\\')
            && end <= tex.Length
            && tex.AsSpan(position + 1, name.Length).SequenceEqual(name)
            && (!char.IsAsciiLetter(name[^1]) || end == tex.Length || !char.IsAsciiLetter(tex[end]));
    }

    /// <summary>The name after a backslash: letters, or one other sign.</summary>
    private string ReadCommand()
    {
        var start = ++position;
        if (AtEnd)
        {
            throw new TexException("the formula ends with a backslash");
        }

        if (!char.IsAsciiLetter(tex[position]))
        {
            return ReadLetter();
        }

        while (!AtEnd && char.IsAsciiLetter(tex[position]))
        {
            position++;
        }

        return tex[start..position];
    }

    private string ReadLetter()
    {
        var start = position;
        position += char.IsSurrogatePair(tex, position) ? 2 : 1;
        return tex[start..position];
    }

    private string ReadNumber()
    {
        var start = position;
        while (!AtEnd && (char.IsAsciiDigit(tex[position]) || (tex[position] == '.' && position + 1 < tex.Length && char.IsAsciiDigit(tex[position + 1]))))
        {
            position++;

            // {,} between digits is TeX's way to group thousands without a space.
            if (position + 3 < tex.Length && tex.AsSpan(position).StartsWith("{,}") && char.IsAsciiDigit(tex[position + 3]))
            {
                position += 3;
            }
        }

        return tex[start..position].Replace("{,}", ",", StringComparison.Ordinal);
    }

    /// <summary>An argument in braces as it is written, for text, names and widths.</summary>
    private string ReadBraced(string of)
    {
        SkipSpace();
        if (!Peek('{'))
        {
            throw new TexException($"{of} needs an argument in braces");
        }

        var start = ++position;
        for (var open = 1; !AtEnd; position++)
        {
            switch (tex[position])
            {
                case '\\' when position + 1 < tex.Length:
                    position++;
                    break;
                case '{':
                    open++;
                    break;
                case '}' when --open == 0:
                    return tex[start..position++];
            }
        }

        throw new TexException($"the argument of {of} is not closed");
    }

    /// <summary>An optional argument in square brackets; null when there is none.</summary>
    private string? ReadOptional()
    {
        SkipSpace();
        if (!Peek('['))
        {
            return null;
        }

        var end = tex.IndexOf(']', position);
        if (end < 0)
        {
            return null;
        }

        var text = tex[(position + 1)..end];
        position = end + 1;
        return text;
    }

    private string ReadDelimiter(string of)
    {
        SkipSpace();
        if (AtEnd)
        {
            throw new TexException($"{of} needs a delimiter such as ( or \\{{");
        }

        if (Peek('\\'))
        {
            var name = ReadCommand();
            return TexSymbols.Delimiter(name) ?? throw new TexException($"\\{name} is not a delimiter for {of}");
        }

        var sign = ReadLetter();
        return sign switch
        {
            "." => "",
            "<" => "⟨",
            ">" => "⟩",
            "(" or ")" or "[" or "]" or "|" or "/" => sign,
            _ => throw new TexException($"{sign} is not a delimiter for {of}; TeX has ( ) [ ] \\{{ \\}} | \\| . and others"),
        };
    }
}
