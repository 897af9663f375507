using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Designs;

/// <summary>One of the choices that a design makes.</summary>
/// <param name="Name">What is chosen.</param>
/// <param name="Options">The words to choose from.</param>
public sealed record DesignChoice(string Name, IReadOnlyList<string> Options)
{
    /// <summary>In a line.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Options)}";
}

/// <summary>All networks that a search may propose: a sentence with one word for every choice.</summary>
/// <remarks>A design is a list of numbers, one option a choice; <see cref="ToText"/> and <see cref="Parse"/> go between it and its sentence. Lecture S2 L11 (networks as text).</remarks>
public sealed class DesignSpace
{
    /// <summary>Makes a space.</summary>
    /// <param name="choices">The choices, in the order of the words.</param>
    /// <exception cref="ArgumentException">There are no choices, or one has no options or one twice.</exception>
    public DesignSpace(IReadOnlyList<DesignChoice> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (choices.Count == 0 || choices.FirstOrDefault(choice => choice.Options.Count == 0 || choice.Options.Distinct().Count() != choice.Options.Count) is not null)
        {
            throw new ArgumentException($"DesignSpace: there is a choice at least, each with options that differ; got {string.Join("; ", choices)}.", nameof(choices));
        }

        Choices = choices;
    }

    /// <summary>Small convolutional networks for grey pictures: 216 of them.</summary>
    /// <remarks>Convolution, perhaps batch norm, an activation, pooling by 2, perhaps a second convolution of 3 x 3, then ten scores.</remarks>
    public static DesignSpace SmallCnns { get; } = new(
    [
        new("maps", ["conv4", "conv8", "conv16"]), new("kernel", ["1x1", "3x3", "5x5"]), new("norm", ["plain", "norm"]),
        new("activation", ["tanh", "relu"]), new("pooling", ["avg", "max"]), new("second", ["end", "conv8", "conv16"]),
    ]);

    /// <summary>The choices.</summary>
    public IReadOnlyList<DesignChoice> Choices { get; }

    /// <summary>How many designs there are.</summary>
    public long Count => Choices.Aggregate(1L, (product, choice) => checked(product * choice.Options.Count));

    /// <summary>Every design, the last choice changing fastest.</summary>
    public IEnumerable<int[]> All()
    {
        for (long number = 0; number < Count; number++)
        {
            int[] design = new int[Choices.Count];
            long left = number;
            for (int i = design.Length - 1; i >= 0; i--)
            {
                (left, long option) = Math.DivRem(left, Choices[i].Options.Count);
                design[i] = (int)option;
            }

            yield return design;
        }
    }

    /// <summary>A design by chance.</summary>
    public int[] Random(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return [.. Choices.Select(choice => rng.Next(choice.Options.Count))];
    }

    /// <summary>A design that differs in one choice.</summary>
    public int[] Mutate(IReadOnlyList<int> design, Rng rng)
    {
        Check(design);
        ArgumentNullException.ThrowIfNull(rng);
        int[] open = [.. Enumerable.Range(0, Choices.Count).Where(choice => Choices[choice].Options.Count > 1)];
        int[] changed = [.. design];
        if (open.Length > 0)
        {
            int which = open[rng.Next(open.Length)];
            changed[which] = (changed[which] + 1 + rng.Next(Choices[which].Options.Count - 1)) % Choices[which].Options.Count;
        }

        return changed;
    }

    /// <summary>The sentence of a design.</summary>
    public string ToText(IReadOnlyList<int> design)
    {
        Check(design);
        return string.Join(' ', design.Select((option, choice) => Choices[choice].Options[option]));
    }

    /// <summary>The design of a sentence.</summary>
    /// <exception cref="FormatException">A word is missing, too many, or not among the options in its place.</exception>
    public int[] Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != Choices.Count)
        {
            throw new FormatException($"\"{text}\" has {words.Length} words and a design {Choices.Count}: {string.Join(", ", Choices.Select(choice => choice.Name))}");
        }

        return [.. words.Select((word, i) => Choices[i].Options.Index().Where(option => option.Item == word).Select(option => (int?)option.Index).FirstOrDefault()
            ?? throw new FormatException($"\"{text}\", word {i + 1}: {word} is no {Choices[i].Name}; there are {string.Join(", ", Choices[i].Options)}"))];
    }

    /// <summary>The network that a sentence of <see cref="SmallCnns"/> describes.</summary>
    /// <param name="text">Such as "conv8 3x3 norm relu max end".</param>
    /// <param name="side">Pixels of a side, even.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="FormatException">The sentence is none of that space.</exception>
    public static Sequential BuildSmallCnn(string text, int side = 14, Rng? rng = null)
    {
        SmallCnns.Parse(text);
        if (side < 2 || side % 2 != 0)
        {
            throw new ArgumentException($"BuildSmallCnn: pictures have an even side of 2 or more, and not {side}.", nameof(side));
        }

        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int maps = int.Parse(words[0]["conv".Length..]), kernel = words[1][0] - '0', half = side / 2;
        IEnumerable<Module> Stage(int inputs, int outputs, int size)
        {
            yield return new Conv2d(inputs, outputs, size, padding: size / 2, rng: rng);
            if (words[2] == "norm")
            {
                yield return new BatchNorm2d(outputs);
            }

            yield return words[3] == "relu" ? new ReLU() : Activation.Tanh();
        }

        List<Module> layers = [.. Stage(1, maps, kernel), words[4] == "max" ? new MaxPool2d(2) : new AvgPool2d(2)];
        if (words[5] != "end")
        {
            int more = int.Parse(words[5]["conv".Length..]);
            layers.AddRange(Stage(maps, more, 3));
            maps = more;
        }

        layers.AddRange([new Flatten(), new Linear(maps * half * half, 10, rng: rng)]);
        return new Sequential([.. layers]);
    }

    /// <summary>How many designs, and the choices, in lines.</summary>
    public override string ToString() => $"{Count:N0} designs\n{string.Join('\n', Choices)}";

    private void Check(IReadOnlyList<int> design)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (design.Count != Choices.Count || design.Where((option, choice) => option < 0 || option >= Choices[choice].Options.Count).Any())
        {
            throw new ArgumentException($"a design has an option for each of {Choices.Count} choices, within their {string.Join(", ", Choices.Select(choice => choice.Options.Count))}; got {string.Join(", ", design)}.", nameof(design));
        }
    }
}
