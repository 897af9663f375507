using System.Xml.Linq;

namespace NotebookKit.Host.Export;

/// <summary>Reads TeX from left to right and makes MathML of it; one formula, one parser.</summary>
internal sealed partial class TexParser(string tex, bool display)
{
    // Deeper than any formula that a person could read; the stack holds many times more.
    private const int Deepest = 60;

    private readonly List<string> problems = [];
    private bool isDisplay = display;
    private bool isScript;
    private string alphabet = "";
    private int position;
    private int depth;

    /// <summary>What was not understood, in the order of the formula.</summary>
    public IReadOnlyList<string> Problems => problems;

    private bool AtEnd => position >= tex.Length;

    /// <summary>The whole formula; \\ outside of an environment sets lines under one another.</summary>
    public XElement ParseAll()
    {
        List<XElement> lines = [ParseRow(AtLineEnd)];
        while (TryCommand("\\"))
        {
            lines.Add(ParseRow(AtLineEnd));
        }

        return lines is [var only] ? only
            : new XElement("mtable", new XAttribute("class", "tex-gather"), new XAttribute("displaystyle", isDisplay ? "true" : "false"), lines.Select(line => new XElement("mtr", new XElement("mtd", line))));

        bool AtLineEnd() => AtEnd || AtCommand("\\");
    }

    /// <summary>Atoms up to where the rule says; the rule is asked between atoms and does not consume.</summary>
    private XElement ParseRow(Func<bool> isEnd)
    {
        if (++depth > Deepest)
        {
            throw new TexException($"the formula is nested more than {Deepest} levels deep");
        }

        var row = new TexRow(isScript);
        var (outerDisplay, outerAlphabet) = (isDisplay, alphabet);
        while (true)
        {
            SkipSpace();
            if (isEnd())
            {
                break;
            }

            if (AtEnd)
            {
                throw new TexException("the formula ends too early: a brace, \\left or \\begin is not closed");
            }

            if (ParseAtom() is { } atom)
            {
                row.Add(ParseScripts(atom));
            }
        }

        (isDisplay, alphabet) = (outerDisplay, outerAlphabet);
        depth--;
        return row.ToElement();
    }

    private TexAtom? ParseAtom()
    {
        var letter = tex[position];
        switch (letter)
        {
            case '{':
                return new TexAtom(ParseGroup());
            case '}':
                throw new TexException("a closing brace } has no opening one");
            case '\\':
                return ParseCommand(ReadCommand());
            case '^' or '_' or '\'':
                // A script without a base, as in {}^2.
                return new TexAtom(new XElement("mrow"));
            case '&':
                throw new TexException("& stands outside of a matrix, cases or aligned");
            case '~':
                position++;
                return TexAtom.Room("0.333em");
            case '%':
                position++;
                problems.Add("% begins a comment in TeX; write \\%");
                return new TexAtom(Unknown("%"));
            case '$' or '#':
                position++;
                problems.Add($"{letter} has no meaning inside a formula; write \\{letter}");
                return new TexAtom(Unknown(letter.ToString()));
        }

        if (char.IsAsciiDigit(letter) || (letter == '.' && position + 1 < tex.Length && char.IsAsciiDigit(tex[position + 1])))
        {
            return new TexAtom(new XElement("mn", TexAlphabet.Map(ReadNumber(), alphabet)));
        }

        var text = ReadLetter();
        return char.IsLetter(text, 0) ? Letter(text) : Sign(text);
    }

    /// <summary>Superscripts, subscripts and primes that follow an atom.</summary>
    private TexAtom ParseScripts(TexAtom atom)
    {
        XElement? below = null;
        XElement? above = null;
        var primes = 0;
        var limits = atom.Limits && isDisplay;
        while (true)
        {
            SkipSpace();
            if (TryCommand("limits"))
            {
                limits = true;
            }
            else if (TryCommand("nolimits"))
            {
                limits = false;
            }
            else if (Peek('\''))
            {
                position++;
                primes++;
            }
            else if (Peek('^'))
            {
                position++;
                above = above is null ? ParseScript() : throw new TexException("two superscripts follow one another; write {x^a}^b");
            }
            else if (Peek('_'))
            {
                position++;
                below = below is null ? ParseScript() : throw new TexException("two subscripts follow one another; write {x_a}_b");
            }
            else
            {
                break;
            }
        }

        if (primes > 0)
        {
            var prime = new XElement("mo", new XAttribute("lspace", "0"), new XAttribute("rspace", "0"), primes switch { 1 => "′", 2 => "″", 3 => "‴", _ => new string('′', primes) });
            above = above is null ? prime : new XElement("mrow", prime, above);
        }

        return below is null && above is null ? atom : atom with { Element = Scripted(atom.Element, below, above, limits) };
    }

    private static XElement Scripted(XElement basis, XElement? below, XElement? above, bool limits)
    {
        if (basis.Name == "mo" && limits)
        {
            basis.SetAttributeValue("movablelimits", "false");
        }

        return (below, above) switch
        {
            (not null, not null) => new XElement(limits ? "munderover" : "msubsup", basis, below, above),
            (not null, null) => new XElement(limits ? "munder" : "msub", basis, below),
            _ => new XElement(limits ? "mover" : "msup", basis, above),
        };
    }

    private XElement ParseScript()
    {
        var outer = (isDisplay, isScript);
        (isDisplay, isScript) = (false, true);
        var script = ParseArgument("a script (^ or _)");
        (isDisplay, isScript) = outer;
        return script;
    }

    /// <summary>What a command takes: a group in braces, or the one atom that follows.</summary>
    private XElement ParseArgument(string of)
    {
        SkipSpace();
        if (AtEnd || tex[position] is '}' or '&' or '^' or '_')
        {
            throw new TexException($"{of} has nothing to work on");
        }

        if (tex[position] == '{')
        {
            return ParseGroup();
        }

        if (char.IsAsciiDigit(tex[position]))
        {
            // \frac12 is a half: without braces an argument is one digit.
            return new XElement("mn", TexAlphabet.Map(tex[position++].ToString(), alphabet));
        }

        if (++depth > Deepest)
        {
            throw new TexException($"the formula is nested more than {Deepest} levels deep");
        }

        var atom = ParseAtom() ?? throw new TexException($"{of} has nothing to work on");
        depth--;
        return atom.Element;
    }

    private XElement ParseGroup()
    {
        position++;
        var row = ParseRow(() => Peek('}'));
        position++;
        return row;
    }

    private TexAtom Letter(string text)
    {
        var mapped = alphabet is "mathrm" or "" ? text : TexAlphabet.Map(text, alphabet);
        var element = new XElement("mi", mapped);

        // A single letter is drawn slanted unless it says otherwise; capital Greek is upright in TeX.
        if (alphabet is "mathrm" || (alphabet.Length == 0 && text[0] is >= 'Α' and <= 'Ω'))
        {
            element.SetAttributeValue("mathvariant", "normal");
        }

        return new TexAtom(element);
    }

    private static TexAtom Sign(string text) => text switch
    {
        "-" => TexAtom.Operator("−", TexKind.Binary),
        "+" => TexAtom.Operator(text, TexKind.Binary),
        "*" => TexAtom.Operator("∗", TexKind.Binary),
        "/" => TexAtom.Tight("/", TexKind.Ordinary),
        "=" or "<" or ">" or ":" => TexAtom.Operator(text, TexKind.Relation),
        "," or ";" => TexAtom.Operator(text, TexKind.Punctuation),
        "(" or "[" => TexAtom.Tight(text, TexKind.Open),
        ")" or "]" or "!" or "?" => TexAtom.Tight(text, TexKind.Close),
        "|" or "." => TexAtom.Tight(text, TexKind.Ordinary),
        _ => TexAtom.Operator(text, char.IsSymbol(text, 0) ? TexKind.Relation : TexKind.Ordinary),
    };

    private static XElement Unknown(string source) => new("mtext", new XAttribute("class", "tex-unknown"), source);
}
