namespace NotebookKit.Ops;

/// <summary>An equation of <see cref="Einsum"/>, read and checked: a letter an axis, "..." replaced by letters of its own.</summary>
internal sealed class EinsumEquation
{
    // Letters for the axes of "...", the last axis first; nobody can type them by accident.
    private const char FirstDot = '\uE000';

    private EinsumEquation(string[] inputs, string output, Dictionary<char, int> sizes)
    {
        Inputs = inputs;
        Output = output;
        Sizes = sizes;
    }

    /// <summary>The letters of each operand.</summary>
    public string[] Inputs { get; }

    /// <summary>The letters of the result.</summary>
    public string Output { get; }

    /// <summary>How large the axes of each letter are.</summary>
    public Dictionary<char, int> Sizes { get; }

    /// <summary>Reads an equation for operands.</summary>
    /// <exception cref="ArgumentException">It does not fit them.</exception>
    public static EinsumEquation Parse(string equation, IReadOnlyList<Tensor> operands)
    {
        string shapes = string.Join(" and ", operands.Select(operand => operand?.Shape.ToString() ?? "null"));
        ArgumentException Wrong(string what) => new($"Einsum \"{equation}\" of {shapes}: {what}");
        string[] sides = equation.Replace(" ", string.Empty, StringComparison.Ordinal).Split("->");
        string[] inputs = sides[0].Split(',');
        if (sides.Length > 2 || operands.Count == 0 || inputs.Length != operands.Count)
        {
            throw Wrong($"it names {inputs.Length} operands and there are {operands.Count}; write one group of letters an operand, as in \"ij,jk->ik\".");
        }

        Dictionary<char, (int Size, string Where)> seen = [];
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor operand = operands[i] ?? throw new ArgumentNullException(nameof(operands), $"Einsum \"{equation}\": operand {i} is null.");
            Check.SameFloats(nameof(Einsum), operands[0], operand);
            inputs[i] = Spread(inputs[i], operand, i, Wrong);
            for (int axis = 0; axis < inputs[i].Length; axis++)
            {
                char letter = inputs[i][axis];
                int size = operand.Shape[axis];
                string where = $"{size} in operand {i}, {operand.Shape}";
                if (!seen.TryGetValue(letter, out (int Size, string Where) before) || before.Size == 1)
                {
                    seen[letter] = (size, where);
                }
                else if (size != before.Size && size != 1)
                {
                    throw Wrong($"{Name(letter)} has size {before.Where}, and {where}.");
                }

                int again = inputs[i].IndexOf(letter, axis + 1);
                if (again >= 0 && operand.Shape[again] != size)
                {
                    throw Wrong($"{Name(letter)} stands twice in operand {i}, {operand.Shape}, for axes of size {size} and {operand.Shape[again]}; a diagonal needs equal sizes.");
                }
            }
        }

        string dots = string.Concat(seen.Keys.Where(letter => letter >= FirstDot).OrderDescending());
        string output = sides.Length == 2 ? OutputOf(sides[1], dots, seen.Keys, Wrong) : dots + string.Concat(Once(inputs).Where(letter => letter < FirstDot).Order());
        return new EinsumEquation(inputs, output, seen.ToDictionary(pair => pair.Key, pair => pair.Value.Size));
    }

    private static string Spread(string letters, Tensor operand, int number, Func<string, ArgumentException> wrong)
    {
        int at = letters.IndexOf("...", StringComparison.Ordinal);
        string named = at < 0 ? letters : letters.Remove(at, 3);
        if (named.FirstOrDefault(letter => !char.IsAsciiLetter(letter)) is var odd && odd != default)
        {
            throw wrong($"'{odd}' is no letter; an axis is a to z or A to Z, and leading axes are \"...\".");
        }

        int extra = operand.Rank - named.Length;
        if (extra < 0 || (at < 0 && extra > 0))
        {
            throw wrong($"operand {number} has {operand.Rank} axes, {operand.Shape}, and \"{letters}\" names {named.Length}.");
        }

        return at < 0 ? named : named.Insert(at, string.Concat(Enumerable.Range(0, extra).Select(i => (char)(FirstDot + extra - 1 - i))));
    }

    private static string OutputOf(string letters, string dots, IReadOnlyCollection<char> known, Func<string, ArgumentException> wrong)
    {
        string output = letters.Replace("...", dots, StringComparison.Ordinal);
        foreach (char letter in output)
        {
            if (!known.Contains(letter))
            {
                throw wrong($"the result asks for '{letter}', which no operand has.");
            }

            if (output.IndexOf(letter, StringComparison.Ordinal) != output.LastIndexOf(letter))
            {
                throw wrong($"the result names {Name(letter)} twice; DiagonalMatrix makes a diagonal.");
            }
        }

        return output;
    }

    private static IEnumerable<char> Once(string[] inputs) => string.Concat(inputs).GroupBy(letter => letter).Where(group => group.Count() == 1).Select(group => group.Key);

    private static string Name(char letter) => letter >= FirstDot ? $"axis -{letter - FirstDot + 1} of \"...\"" : $"letter '{letter}'";
}
