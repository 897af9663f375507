using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>A random change of a few words of a text that leaves its label true.</summary>
/// <remarks>Words are what stands between spaces. At most <see cref="MostChanges"/> of them change. Lecture S4 (data augmentation for text).</remarks>
public abstract class TextAugmentation
{
    /// <summary>k, the most words that change; 0 changes nothing.</summary>
    public int MostChanges { get; init; } = 2;

    /// <summary>A changed text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rng">Where the changes come from; the session's generator when null.</param>
    public string Apply(string text, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (MostChanges < 0)
        {
            throw new ArgumentException($"{GetType().Name}: the most changes are 0 or more, and not {MostChanges}.");
        }

        Rng source = rng ?? Rng.Current;
        List<string> words = [.. text.Split(' ')];
        int[] order = source.Permutation(words.Count);
        Draws draws = new(source.NextKey(), 0);
        int left = MostChanges == 0 ? 0 : 1 + (int)draws.Below((ulong)MostChanges);
        bool[] touched = new bool[words.Count];
        foreach (int place in order)
        {
            if (left > 0 && !touched[place])
            {
                left -= Change(words, place, left, touched, ref draws);
            }
        }

        return string.Join(' ', words.Where((_, i) => !IsDropped(words[i])));
    }

    /// <summary>Its name and how much it changes.</summary>
    public override string ToString() => $"{GetType().Name} of at most {MostChanges} words";

    /// <summary>Changed texts with their labels as they are.</summary>
    /// <param name="examples">Texts and labels.</param>
    /// <param name="rng">Where the changes come from; the session's generator when null.</param>
    public IEnumerable<(string Text, TLabel Label)> Apply<TLabel>(IEnumerable<(string Text, TLabel Label)> examples, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return examples.Select(example => (Apply(example.Text, rng), example.Label));
    }

    /// <summary>The sign of a word that goes.</summary>
    private protected const string Dropped = "\0";

    /// <summary>Changes the word at a place, and marks what it touched; gives how many words that was, no more than are left.</summary>
    internal abstract int Change(List<string> words, int place, int left, bool[] touched, ref Draws draws);

    private static bool IsDropped(string word) => word == Dropped;
}

/// <summary>Mistypes some words: a neighbouring key, two letters swapped, one left out or hit twice.</summary>
/// <remarks>The keyboard is the English one; words of two letters and more.</remarks>
public sealed class Typos : TextAugmentation
{
    private static readonly string[] Keys = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

    internal override int Change(List<string> words, int place, int left, bool[] touched, ref Draws draws)
    {
        string word = words[place];
        int[] letters = [.. Enumerable.Range(0, word.Length).Where(i => char.IsAsciiLetter(word[i]))];
        if (letters.Length < 2)
        {
            return 0;
        }

        int at = letters[(int)draws.Below((ulong)letters.Length)];
        string changed = draws.Below(4) switch
        {
            0 => word[..at] + Neighbour(word[at], ref draws) + word[(at + 1)..],
            1 when at + 1 < word.Length && word[at] != word[at + 1] => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            2 => word.Remove(at, 1),
            _ => word.Insert(at, $"{word[at]}"),
        };
        words[place] = changed;
        touched[place] = true;
        return 1;
    }

    /// <summary>The keys around a letter's on its own row and the rows above and below.</summary>
    internal static string Around(char letter)
    {
        char small = char.ToLowerInvariant(letter);
        int row = Array.FindIndex(Keys, keys => keys.Contains(small, StringComparison.Ordinal)), column = Keys[row].IndexOf(small, StringComparison.Ordinal);
        (int Row, int Column)[] around = [(row, column - 1), (row, column + 1), (row - 1, column), (row - 1, column + 1), (row + 1, column - 1), (row + 1, column)];
        return string.Concat(around.Where(key => key.Row >= 0 && key.Row < Keys.Length && key.Column >= 0 && key.Column < Keys[key.Row].Length).Select(key => Keys[key.Row][key.Column]));
    }

    private static char Neighbour(char letter, ref Draws draws)
    {
        string around = Around(letter);
        char other = around[(int)draws.Below((ulong)around.Length)];
        return char.IsUpper(letter) ? char.ToUpperInvariant(other) : other;
    }
}

/// <summary>Changes whole words: another of the same meaning, two neighbours swapped, or one left out.</summary>
/// <remarks>Wei and Zou, Easy data augmentation for text classification, 2019.</remarks>
public sealed class WordEdits : TextAugmentation
{
    /// <summary>Words of the same meaning, in small letters.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Synonyms { get; init; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["big"] = ["large", "huge"],
        ["small"] = ["little", "tiny"],
        ["good"] = ["fine", "nice"],
        ["bad"] = ["poor", "awful"],
        ["new"] = ["recent", "fresh"],
        ["old"] = ["aged", "ancient"],
        ["car"] = ["automobile", "vehicle"],
        ["film"] = ["movie", "picture"],
        ["movie"] = ["film", "picture"],
        ["house"] = ["home", "building"],
        ["fast"] = ["quick", "rapid"],
        ["slow"] = ["sluggish", "gradual"],
        ["happy"] = ["glad", "cheerful"],
        ["sad"] = ["unhappy", "gloomy"],
        ["begin"] = ["start", "commence"],
        ["buy"] = ["purchase", "acquire"],
        ["great"] = ["grand", "superb"],
        ["funny"] = ["amusing", "comical"],
        ["boring"] = ["dull", "tedious"],
        ["have"] = ["own", "possess"],
    };

    /// <summary>Whether neighbouring words may be swapped, which changes two.</summary>
    public bool Swaps { get; init; } = true;

    /// <summary>Whether words may be left out; the only word stays.</summary>
    public bool Drops { get; init; } = true;

    internal override int Change(List<string> words, int place, int left, bool[] touched, ref Draws draws)
    {
        bool canSwap = Swaps && left >= 2 && place + 1 < words.Count && !touched[place + 1] && words[place] != words[place + 1];
        bool canDrop = Drops && words[place].Length > 0 && words.Count(word => word is not Dropped and not "") > 1;
        IReadOnlyList<string>? others = Synonyms.GetValueOrDefault(words[place].ToLowerInvariant());
        ulong ways = (canSwap ? 1u : 0) + (canDrop ? 1u : 0) + (others is { Count: > 0 } ? 1u : 0);
        if (ways == 0)
        {
            return 0;
        }

        ulong way = draws.Below(ways);
        touched[place] = true;
        if (others is { Count: > 0 } && way-- == 0)
        {
            string other = others[(int)draws.Below((ulong)others.Count)];
            words[place] = char.IsUpper(words[place][0]) ? char.ToUpperInvariant(other[0]) + other[1..] : other;
            return 1;
        }

        if (canSwap && way == 0)
        {
            (words[place], words[place + 1]) = (words[place + 1], words[place]);
            touched[place + 1] = true;
            return 2;
        }

        words[place] = Dropped;
        return 1;
    }
}
