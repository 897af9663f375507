namespace NotebookKit.Homework.Quizzes;

/// <summary>What a question draws its numbers from: the same seed gives the same numbers on every machine.</summary>
/// <param name="seed">The seed; see <see cref="QuizSeed"/>.</param>
public sealed class Draw(long seed)
{
    /// <summary>The generator behind it, for operations of the library that take one.</summary>
    public Rng Rng { get; } = new(seed);

    /// <summary>A whole number from one to another, both included.</summary>
    public int Whole(int from, int to) => from + Rng.Next(to - from + 1);

    /// <summary>A whole number other than 0.</summary>
    public int NotZero(int from, int to)
    {
        while (true)
        {
            if (Whole(from, to) is var number && number != 0)
            {
                return number;
            }
        }
    }

    /// <summary>A number on a grid: from, from + step, ..., to.</summary>
    public double Decimal(double from, double to, double step) => Math.Round(from + (step * Rng.Next((int)Math.Round((to - from) / step) + 1)), 6);

    /// <summary>Whole numbers, each drawn by itself.</summary>
    public double[] Wholes(int count, int from, int to) => [.. Enumerable.Range(0, count).Select(_ => (double)Whole(from, to))];

    /// <summary>Whole numbers that are all different.</summary>
    public int[] Different(int count, int from, int to) => [.. Rng.Permutation(to - from + 1).Take(count).Select(i => from + i)];

    /// <summary>A table of whole numbers.</summary>
    public double[,] Table(int rows, int columns, int from, int to)
    {
        var table = new double[rows, columns];
        for (var i = 0; i < table.Length; i++)
        {
            table[i / columns, i % columns] = Whole(from, to);
        }

        return table;
    }

    /// <summary>One of several things.</summary>
    public T Of<T>(params IReadOnlyList<T> things) => things[Rng.Next(things.Count)];

    /// <summary>The numbers 0 to count - 1 in an order of chance.</summary>
    public int[] Order(int count) => Rng.Permutation(count);
}
