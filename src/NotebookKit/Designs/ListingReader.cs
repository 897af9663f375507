using System.Globalization;

namespace NotebookKit.Designs;

/// <summary>Reads blocks of <c>layers { ... }</c>, word by word, and knows in which line it is.</summary>
internal sealed class ListingReader
{
    private readonly List<(string Word, int Line)> words = [];
    private int at;

    /// <summary>Cuts a text into words: names, numbers, quoted texts, braces and colons.</summary>
    public ListingReader(string text)
    {
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            for (int i = 0; i < line.Length && line[i] != '#'; i++)
            {
                if (line[i] is '{' or '}' or ':')
                {
                    words.Add((line[i].ToString(), number));
                }
                else if (line[i] == '"')
                {
                    int end = line.IndexOf('"', i + 1);
                    if (end < 0)
                    {
                        throw new FormatException($"line {number}: a quotation mark is opened and not closed");
                    }

                    words.Add((line[i..(end + 1)], number));
                    i = end;
                }
                else if (!char.IsWhiteSpace(line[i]))
                {
                    int end = i;
                    while (end < line.Length && !char.IsWhiteSpace(line[end]) && !"{}:\"#".Contains(line[end], StringComparison.Ordinal))
                    {
                        end++;
                    }

                    words.Add((line[i..end], number));
                    i = end - 1;
                }
            }
        }
    }

    /// <summary>All layers of the text.</summary>
    public List<ListedLayer> Layers()
    {
        List<ListedLayer> layers = [];
        while (at < words.Count)
        {
            Expect("layers", "a block of layers begins");
            layers.Add(Layer());
        }

        return layers;
    }

    private ListedLayer Layer()
    {
        int line = words[at - 1].Line;
        Expect("{", "the block opens");
        List<string> bottoms = [], tops = [];
        List<double> rates = [];
        List<KeyValuePair<string, string>> parameters = [];
        string? name = null, type = null, settings = null;
        while (Next("a field or }") is var (field, where) && field != "}")
        {
            if (field.EndsWith("_param", StringComparison.Ordinal))
            {
                settings = field;
                Settings(parameters);
                continue;
            }

            Expect(":", $"a value of {field}");
            (string value, int valueLine) = Next($"the value of {field}");
            switch (field)
            {
                case "bottom":
                    bottoms.Add(Quoted(value, valueLine));
                    break;
                case "top":
                    tops.Add(Quoted(value, valueLine));
                    break;
                case "name" when name is null:
                    name = Quoted(value, valueLine);
                    break;
                case "type" when type is null:
                    type = Plain(value, valueLine);
                    break;
                case "blobs_lr":
                    rates.Add(double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate >= 0
                        ? rate
                        : throw new FormatException($"line {valueLine}: blobs_lr is a number of 0 or more, and it is {value}"));
                    break;
                default:
                    throw new FormatException($"line {where}: a layer has bottom, top, blobs_lr, its settings, and once each name and type; {field} is not among them or stands twice");
            }
        }

        if (name is null || type is null)
        {
            throw new FormatException($"line {line}: the block of layers that begins here has no {(name is null ? "name" : "type")}");
        }

        return settings is null || settings == $"{type.ToLowerInvariant()}_param"
            ? new(name, type, bottoms, tops, rates, parameters)
            : throw new FormatException($"line {line}: layer {name} is of type {type} and has the settings {settings}");
    }

    private void Settings(List<KeyValuePair<string, string>> parameters)
    {
        Expect("{", "the settings open");
        while (Next("a setting or }") is var (name, line) && name != "}")
        {
            Expect(":", $"a value of {name}");
            if (parameters.Any(pair => pair.Key == name))
            {
                throw new FormatException($"line {line}: {name} stands twice");
            }

            (string value, int valueLine) = Next($"the value of {name}");
            parameters.Add(new(Plain(name, line), Plain(value, valueLine)));
        }
    }

    private (string Word, int Line) Next(string expected) => at < words.Count
        ? words[at++]
        : throw new FormatException($"line {(words.Count == 0 ? 1 : words[^1].Line)}: the text ends where {expected} is expected");

    private void Expect(string word, string why)
    {
        (string came, int line) = Next($"\"{word}\"");
        if (came != word)
        {
            throw new FormatException($"line {line}: expected \"{word}\" ({why}) and found {came}");
        }
    }

    private static string Quoted(string word, int line) => word is ['"', .., '"'] && word.Length > 2
        ? word[1..^1]
        : throw new FormatException($"line {line}: a name in quotation marks is expected, and it is {word}");

    private static string Plain(string word, int line) => word is "{" or "}" or ":" || word[0] == '"'
        ? throw new FormatException($"line {line}: a plain word or number is expected, and it is {word}")
        : word;
}
