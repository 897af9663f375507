using System.Globalization;

namespace NotebookKit.Music;

/// <summary>Reads one tune in ABC notation; see <see cref="Tune.ParseAbc"/>.</summary>
internal sealed partial class AbcReader(string abc, bool forgiving)
{
    // What is heard, and the bar lines that say what is heard again.
    private readonly List<Event> events = [];
    private readonly Dictionary<(char Letter, int Octave), int> accidentals = [];
    private readonly Dictionary<char, int> signature = [];
    private string title = "tune";
    private double metre = 1;
    private double? unit;
    private double beatsPerMinute = 120;
    private int at;
    private int skipped;
    private double factor = 1;
    private int tupletLeft;
    private double tupletFactor = 1;

    private double Unit => unit ?? (metre < 0.75 ? 1 / 16.0 : 1 / 8.0);

    /// <summary>The tune.</summary>
    public Tune Read()
    {
        string[] lines = abc.ReplaceLineEndings("\n").Split('\n');
        int offset = 0;
        foreach (string line in lines)
        {
            string text = line.IndexOf('%', StringComparison.Ordinal) is >= 0 and int comment ? line[..comment] : line;
            if (text.Length > 1 && text[1] == ':' && char.IsLetter(text[0]))
            {
                Field(text[0], text[2..].Trim(), offset);
            }
            else
            {
                Music(text.TrimEnd().TrimEnd('\\'), offset);
            }

            offset += line.Length + 1;
        }

        List<Note> notes = Played();
        return forgiving || notes.Count > 0
            ? new Tune(title, notes, beatsPerMinute) { Skipped = skipped }
            : throw new FormatException("ABC: the tune has no notes.");
    }

    private void Music(string text, int offset)
    {
        at = 0;
        while (at < text.Length)
        {
            int before = at;
            if (!One(text, offset))
            {
                Wrong(offset + before, $"'{text[before]}' cannot be read here");
                at = before + 1;
            }
        }
    }

    // One sign of the melody with what belongs to it; false where none can be read.
    private bool One(string text, int offset)
    {
        char sign = text[at];
        switch (sign)
        {
            case ' ' or '\t' or ')' or '-' or '.' or '~' or '`' or '*' or 'y':
                at++;
                return true;
            case '"' or '!' or '{' or '+':
                int close = text.IndexOf(sign == '{' ? '}' : sign, at + 1);
                at = close + 1;
                return close >= 0;
            case '(':
                at++;
                return Tuplet(text);
            case '>' or '<':
                return Dotted(text);
            case '|' or ':':
                return Bar(text);
            case '[':
                return Bracket(text, offset);
            case 'z' or 'x':
                at++;
                return Add([], text);
            default:
                return Pitch(text) is { } pitch && Add([pitch], text);
        }
    }

    private bool Bracket(string text, int offset)
    {
        if (at + 1 < text.Length && text[at + 1] is '1' or '2')
        {
            return Ending(text, at + 1);
        }

        if (at + 2 < text.Length && text[at + 2] == ':')
        {
            int close = text.IndexOf(']', at + 3);
            if (close < 0)
            {
                return false;
            }

            Field(text[at + 1], text[(at + 3)..close].Trim(), offset + at);
            at = close + 1;
            return true;
        }

        if (at + 1 < text.Length && text[at + 1] == '|')
        {
            at++;
            return Bar(text);
        }

        // A chord is as long as its first note, times what stands behind it.
        at++;
        List<int> pitches = [];
        double length = 1;
        while (at < text.Length && text[at] != ']')
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }

            if (Pitch(text) is not { } pitch)
            {
                return false;
            }

            double own = Length(text);
            length = pitches.Count == 0 ? own : length;
            pitches.Add(pitch);
        }

        at++;
        return pitches.Count > 0 && at <= text.Length && Add(pitches, text, length);
    }

    private bool Ending(string text, int digit)
    {
        events.Add(new(text[digit] == '1' ? Kind.FirstEnding : Kind.SecondEnding, [], 0));
        at = digit + 1;
        return true;
    }

    private bool Bar(string text)
    {
        int end = at;
        while (end < text.Length && text[end] is '|' or ':' or ']')
        {
            end++;
        }

        string bar = text[at..end];
        at = end;
        accidentals.Clear();
        if (bar.StartsWith(':'))
        {
            events.Add(new(Kind.RepeatEnd, [], 0));
        }

        events.Add(new(bar.EndsWith(':') ? Kind.RepeatStart : Kind.Bar, [], 0));
        return at >= text.Length || text[at] is not ('1' or '2') || Ending(text, at);
    }

    private bool Tuplet(string text)
    {
        if (at >= text.Length || !char.IsAsciiDigit(text[at]))
        {
            return true;
        }

        int many = text[at++] - '0';
        if (many < 2)
        {
            return false;
        }

        int inTimeOf = many switch { 2 or 4 or 8 => 3, 3 or 6 => 2, _ => 2 };
        int[] given = [many, inTimeOf, many];
        for (int i = 1; i < 3 && at < text.Length && text[at] == ':'; i++)
        {
            at++;
            if (at < text.Length && text[at] is >= '1' and <= '9')
            {
                given[i] = text[at++] - '0';
            }
        }

        (tupletLeft, tupletFactor) = (given[2], (double)given[1] / given[0]);
        return true;
    }

    // A > B: the first has half as much again, the second half.
    private bool Dotted(string text)
    {
        char sign = text[at];
        double share = 0.5;
        for (at++; at < text.Length && text[at] == sign; at++)
        {
            share /= 2;
        }

        int last = events.FindLastIndex(one => one.Kind == Kind.Sound);
        if (last < 0)
        {
            return false;
        }

        events[last] = events[last] with { Length = events[last].Length * (sign == '>' ? 2 - share : share) };
        factor = sign == '>' ? share : 2 - share;
        return true;
    }

    private int? Pitch(string text)
    {
        int? accidental = null;
        while (at < text.Length && text[at] is '^' or '_' or '=')
        {
            accidental = (accidental ?? 0) + (text[at] == '^' ? 1 : text[at] == '_' ? -1 : 0);
            at++;
        }

        if (at >= text.Length || text[at] is not ((>= 'A' and <= 'G') or (>= 'a' and <= 'g')))
        {
            return null;
        }

        char letter = char.ToUpperInvariant(text[at]);
        int octave = char.IsLower(text[at]) ? 1 : 0;
        for (at++; at < text.Length && text[at] is ',' or '\''; at++)
        {
            octave += text[at] == '\'' ? 1 : -1;
        }

        if (accidental is { } now)
        {
            accidentals[(letter, octave)] = now;
        }

        int sharp = accidentals.TryGetValue((letter, octave), out int kept) ? kept : signature.GetValueOrDefault(letter);
        int pitch = 60 + (12 * octave) + letter switch { 'C' => 0, 'D' => 2, 'E' => 4, 'F' => 5, 'G' => 7, 'A' => 9, _ => 11 } + sharp;
        return pitch is >= 0 and <= 127 ? pitch : null;
    }

    // 2, 3/2, /2, / and // behind a note.
    private double Length(string text)
    {
        double above = Number(text) ?? 1, below = 1;
        while (at < text.Length && text[at] == '/')
        {
            at++;
            below *= Number(text) ?? 2;
        }

        return above / below;
    }

    private int? Number(string text)
    {
        int from = at;
        while (at < text.Length && at - from < 3 && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at > from && int.Parse(text[from..at], CultureInfo.InvariantCulture) is > 0 and int number ? number : null;
    }

    private bool Add(IReadOnlyList<int> pitches, string text, double times = 1)
    {
        double length = times * Length(text) * Unit * 4 * factor * (tupletLeft > 0 ? tupletFactor : 1);
        tupletLeft = Math.Max(0, tupletLeft - 1);
        factor = 1;
        events.Add(new(Kind.Sound, pitches, length));
        return true;
    }

    private void Wrong(int place, string what)
    {
        if (!forgiving)
        {
            string before = abc.ReplaceLineEndings("\n")[..Math.Min(place, abc.Length)];
            int line = before.Count(sign => sign == '\n') + 1, column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
            throw new FormatException($"ABC, line {line}, column {column}: {what}.");
        }

        skipped++;
    }
}
