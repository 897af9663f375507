using NotebookKit.Kernels;
using NotebookKit.Memory;

namespace NotebookKit;

/// <summary>Random numbers that one seed fixes: the n-th number is a function of the seed and n, whoever computes it.</summary>
/// <remarks>
/// Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, 2011). The generator holds
/// a key, made of the seed and a stream number, and a counter. Because each number depends only on its place, the same
/// seed gives the same numbers for any number of threads. Not safe to share between threads; <see cref="Fork"/> one each.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class Rng
{
    private static readonly Rng Session = new(0);
    private ulong seed;
    private ulong forks;
    private ulong blocks;

    /// <summary>Starts a generator.</summary>
    public Rng(long seed) => this.seed = unchecked((ulong)seed);

    /// <summary>The seed, and how many blocks of numbers were drawn.</summary>
    public override string ToString() => $"Rng with seed {unchecked((long)seed)}, {blocks:N0} blocks drawn";

    /// <summary>The generator that is used where none is named: of the innermost <see cref="Seeded"/>, else the session's.</summary>
    public static Rng Current => AmbientState.Current.Generator ?? Session;

    /// <summary>Restarts the current generator from a seed: the same seed, the same notebook.</summary>
    public static void Seed(long seed)
    {
        AmbientState state = AmbientState.Current;
        if (state.Generator is null)
        {
            Session.Restart(seed);
        }
        else
        {
            state.Generator.Restart(seed);
        }
    }

    /// <summary>Uses a generator of its own from here until the result is disposed, in this flow of control only.</summary>
    public static IDisposable Seeded(long seed) => AmbientState.Enter(AmbientState.Current with { Generator = new Rng(seed) });

    /// <summary>A generator whose numbers have nothing to do with this one's.</summary>
    public Rng Fork()
    {
        Span<uint> words = stackalloc uint[4];
        Philox.Block(seed, ulong.MaxValue, forks++, words);
        return new Rng(unchecked((long)(((ulong)words[1] << 32) | words[0])));
    }

    /// <summary>One of many generators that differ from each other and from this one; asking for it changes nothing.</summary>
    internal Rng Branch(int number)
    {
        Span<uint> words = stackalloc uint[4];
        Philox.Block(seed, ulong.MaxValue - 1, (ulong)number, words);
        return new Rng(unchecked((long)(((ulong)words[1] << 32) | words[0])));
    }

    /// <summary>Where it stands: a generator with the same state goes on with the same numbers.</summary>
    internal RngState State
    {
        get => new(seed, forks, blocks);
        set => (seed, forks, blocks) = (value.Seed, value.Forks, value.Blocks);
    }

    /// <summary>The key of a generator of its own, for numbers that each take as many words as they need.</summary>
    internal ulong NextKey() => Fork().seed;

    /// <summary>A number from [0, 1).</summary>
    public double NextDouble()
    {
        Span<uint> words = stackalloc uint[4];
        Philox.Block(seed, 0, blocks++, words);
        return Philox.Unit(words[0], words[1]);
    }

    /// <summary>A whole number from 0 to <paramref name="below"/> - 1, each equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="below"/> is not positive.</exception>
    public int Next(int below)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(below);
        Span<uint> words = stackalloc uint[4];

        // Lemire's method: the high half of a product, with the few values that would be counted twice thrown away.
        while (true)
        {
            Philox.Block(seed, 0, blocks++, words);
            foreach (uint word in words)
            {
                ulong product = (ulong)word * (uint)below;
                if ((uint)product >= unchecked((uint)-below) % (uint)below)
                {
                    return (int)(product >> 32);
                }
            }
        }
    }

    /// <summary>A place drawn by chances: the first up to which they sum to more than one number from [0, 1); the last one if rounding leaves them below it.</summary>
    /// <param name="chances">0 or more each, of sum 1; at least one.</param>
    /// <exception cref="ArgumentException">There is none, one is negative or not a number, or their sum is not 1 to 1e-4.</exception>
    public int Pick(IReadOnlyList<double> chances)
    {
        ArgumentNullException.ThrowIfNull(chances);
        double sum = 0;
        foreach (double chance in chances)
        {
            sum += chance >= 0 ? chance : double.NaN;
        }

        if (!(Math.Abs(sum - 1) <= 1e-4))
        {
            throw new ArgumentException($"Pick: chances are 0 or more and sum to 1, and these {chances.Count} sum to {sum}.", nameof(chances));
        }

        double left = NextDouble();
        int place = 0;
        while (place < chances.Count - 1 && left >= chances[place])
        {
            left -= chances[place++];
        }

        return place;
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int other = Next(i + 1);
            order[i] = order[other];
            order[other] = i;
        }

        return order;
    }

    /// <summary>Fills a tensor with numbers from [low, high).</summary>
    internal void Uniform(Tensor target, double low, double high) => target.Device.Uniform(target, seed, Take(target.Count), low, high);

    /// <summary>Fills a tensor with normal numbers.</summary>
    internal void Normal(Tensor target, double mean, double deviation) => target.Device.Normal(target, seed, Take(target.Count), mean, deviation);

    /// <summary>Fills a Bool tensor: each element true with a probability, four of them a block.</summary>
    internal void Chance(Tensor target, double probability) => target.Device.Chance(target, seed, Take(target.Count, 4), probability);

    // Each pair of numbers takes a block of its own.
    private ulong Take(int count, ulong inBlock = 2)
    {
        ulong first = blocks;
        blocks += ((ulong)count + inBlock - 1) / inBlock;
        return first;
    }

    private void Restart(long newSeed)
    {
        seed = unchecked((ulong)newSeed);
        blocks = 0;
        forks = 0;
    }
}
