using System.Globalization;
using System.Text;

namespace NotebookKit.Interactive;

/// <summary>The rest of a command's line, taken apart: words, options with a value, flags. Words in quotes stay together.</summary>
/// <remarks>An option the command does not have is an error that names the nearest one, and so is a missing value.</remarks>
public sealed class MagicLine
{
    private readonly string usage;
    private readonly Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> words = [];

    private MagicLine(string usage) => this.usage = usage.Split('\n')[0].Trim();

    /// <summary>The words that belong to no option, without their quotes.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>What follows the options as it stands there: an expression.</summary>
    public string Rest { get; private set; } = string.Empty;

    /// <summary>Takes a whole line apart.</summary>
    /// <param name="arguments">The line behind the command's name.</param>
    /// <param name="usage">How the command is used; the first line is shown when it is used wrongly.</param>
    /// <param name="options">The options that take a value, without their dashes.</param>
    /// <param name="flags">The options that take none.</param>
    public static MagicLine Parse(string arguments, string usage, IReadOnlyList<string>? options = null, IReadOnlyList<string>? flags = null)
    {
        MagicLine line = new(usage);
        int at = 0;
        while (line.NextWord(arguments, ref at, out bool quoted) is { } word)
        {
            if (quoted || !line.TakeOption(word, arguments, ref at, options ?? [], flags ?? []))
            {
                line.words.Add(word);
            }
        }

        return line;
    }

    /// <summary>Takes the options at the start of a line; what comes then is one expression, quotes, dashes and all.</summary>
    /// <inheritdoc cref="Parse"/>
    public static MagicLine ParseExpression(string arguments, string usage, IReadOnlyList<string>? options = null, IReadOnlyList<string>? flags = null)
    {
        MagicLine line = new(usage);
        int at = 0;
        while (true)
        {
            int before = at;

            // --i is C# too: an option's dashes are followed by a name of two letters or more that is not followed by C#.
            if (!arguments.AsSpan(at).TrimStart().StartsWith("--", StringComparison.Ordinal) || line.NextWord(arguments, ref at, out bool quoted) is not { } word || quoted
                || !line.TakeOption(word, arguments, ref at, options ?? [], flags ?? []))
            {
                line.Rest = arguments[before..].Trim();
                return line;
            }
        }
    }

    /// <summary>Whether a flag was given.</summary>
    public bool Has(string flag) => options.ContainsKey(flag);

    /// <summary>The value of an option, or null.</summary>
    public string? Option(string name) => options.GetValueOrDefault(name);

    /// <summary>The value of an option as a whole number in a range.</summary>
    public int Whole(string name, int otherwise, int least, int most)
    {
        if (Option(name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw Wrong($"--{name} takes a whole number from {least:N0} to {most:N0}, and got '{text}'.");
    }

    /// <summary>At most so many words.</summary>
    public void AtMost(int count)
    {
        if (words.Count > count)
        {
            throw Wrong($"'{words[count]}' is one word too many.");
        }
    }

    /// <summary>What is thrown for wrong use: the reason, and how the command is used.</summary>
    public MagicException Wrong(string reason) => new($"{reason}\nUsage: {usage}");

    /// <summary>The name nearest to one that does not exist, when it is near enough to be meant.</summary>
    internal static string? Nearest(string name, IEnumerable<string> names)
    {
        string wanted = name.ToUpperInvariant();
        (string Name, int Distance)[] found = [.. names.Select(other => (other, Distance(wanted, other.ToUpperInvariant()))).OrderBy(pair => pair.Item2)];
        return found.Length > 0 && found[0].Distance <= Math.Max(1, wanted.Length / 2) ? found[0].Name : null;
    }

    private bool TakeOption(string word, string text, ref int at, IReadOnlyList<string> known, IReadOnlyList<string> flags)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal) || word.Length < 4)
        {
            return false;
        }

        string[] parts = word[2..].Split('=', 2);
        string name = parts[0];
        if (flags.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            options[name] = parts.Length == 1 ? string.Empty : throw Wrong($"--{name} takes no value.");
        }
        else if (known.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            options[name] = parts.Length == 2 ? parts[1] : NextWord(text, ref at, out _) ?? throw Wrong($"--{name} needs a value.");
        }
        else
        {
            string[] all = [.. known, .. flags];
            string mend = Nearest(name, all) is { } near ? $"did you mean --{near}?" : all.Length == 0 ? "this command has none." : $"there are {string.Join(", ", all.Select(option => "--" + option))}.";
            throw Wrong($"There is no option --{name}; {mend}");
        }

        return true;
    }

    private string? NextWord(string text, ref int at, out bool quoted)
    {
        quoted = false;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        if (at == text.Length)
        {
            return null;
        }

        StringBuilder word = new();
        char quote = '\0';
        quoted = text[at] is '"' or '\'';
        for (; at < text.Length && (quote != '\0' || !char.IsWhiteSpace(text[at])); at++)
        {
            char c = text[at];
            if (quote == '\0' && c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else
            {
                word.Append(c);
            }
        }

        return quote == '\0' ? word.ToString() : throw Wrong($"A {quote} is missing: the quoted text does not end.");
    }

    // Levenshtein 1966: how many letters to put in, leave out or change.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[b.Length];
    }
}
