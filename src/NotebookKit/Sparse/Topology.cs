using NotebookKit.Kernels;

namespace NotebookKit.Sparse;

/// <summary>Ways to choose which units of two layers are connected.</summary>
/// <remarks>Lecture S0 (sparse network topologies). The generator alone fixes the result.</remarks>
public static class Topology
{
    /// <summary>The probability of a connection in a random layer, P = epsilon (n + m) / (n m) for n inputs and m outputs, at most 1.</summary>
    /// <remarks>On average epsilon (n + m) connections instead of n m, where epsilon is small against both. Mocanu et al. 2018, equation 1.</remarks>
    /// <param name="inputs">n.</param>
    /// <param name="outputs">m.</param>
    /// <param name="epsilon">How many connections a unit gets, about; above 0.</param>
    public static double ErdosRenyiProbability(int inputs, int outputs, double epsilon = 20)
    {
        Positive(nameof(ErdosRenyiProbability), inputs, outputs);
        return epsilon > 0 && double.IsFinite(epsilon)
            ? Math.Min(1, epsilon * ((double)inputs + outputs) / ((double)inputs * outputs))
            : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ErdosRenyi: epsilon is above 0 and finite.");
    }

    /// <summary>A random layer: each connection exists with the probability <see cref="ErdosRenyiProbability"/>, whatever the others do.</summary>
    /// <remarks>Degrees are binomial. Erdős and Rényi 1959; SET begins with it.</remarks>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="outputs">How many outputs.</param>
    /// <param name="epsilon">How many connections a unit gets, about.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Connections ErdosRenyi(int inputs, int outputs, double epsilon = 20, Rng? rng = null) =>
        Random(inputs, outputs, ErdosRenyiProbability(inputs, outputs, epsilon), rng);

    /// <summary>A random layer with a given probability of each connection.</summary>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="outputs">How many outputs.</param>
    /// <param name="probability">0 to 1.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Connections Random(int inputs, int outputs, double probability, Rng? rng = null)
    {
        Positive(nameof(Random), inputs, outputs);
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Random: a probability is 0 to 1.");
        }

        IEnumerable<long> places = RandomPlaces.Each((long)inputs * outputs, probability, Source(rng).NextKey());
        return new Connections(inputs, outputs, places.Select(place => ((int)(place % inputs), (int)(place / inputs))));
    }

    /// <summary>A layer whose inputs are scale-free: few of them have very many connections.</summary>
    /// <remarks>
    /// Connection after connection goes either to a new input or to an old one, in proportion to the connections that it has; every
    /// input gets at least one. The number of inputs with k connections falls like k^-g with g = 1 + 1 / (1 - inputs / connections).
    /// Simon 1955; Barabási and Albert 1999. The lecture names the network without a formula.
    /// </remarks>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="outputs">How many outputs; no input has more connections.</param>
    /// <param name="connections">How many connections, from one to half of all an input.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Connections ScaleFree(int inputs, int outputs, int connections, Rng? rng = null)
    {
        Positive(nameof(ScaleFree), inputs, outputs);
        if (connections < inputs || connections > (long)inputs * outputs / 2)
        {
            throw new ArgumentException($"ScaleFree: {inputs} inputs and {outputs} outputs take {inputs} to {(long)inputs * outputs / 2} connections, and not {connections}.", nameof(connections));
        }

        Rng source = Source(rng);
        int[] names = source.Permutation(inputs);
        Draws draws = new(source.NextKey(), 0);
        List<int> ends = new(connections);
        HashSet<(int Input, int Output)> pairs = new(connections);
        int born = 0;
        while (ends.Count < connections)
        {
            // Each new input comes when its share of the connections does, so that the last has its one.
            bool isNew = born < inputs && (born == 0 || connections - ends.Count <= inputs - born || draws.Unit() < (double)(inputs - born) / (connections - ends.Count));
            int input = isNew ? born : ends[(int)draws.Below((ulong)ends.Count)];
            int output = (int)draws.Below((ulong)outputs);
            if (pairs.Add((names[input], output)))
            {
                ends.Add(input);
                born += isNew ? 1 : 0;
            }
        }

        return new Connections(inputs, outputs, pairs);
    }

    /// <summary>A small world: each output is connected to its neighbours on a ring of inputs, and some connections lead anywhere.</summary>
    /// <remarks>After Watts and Strogatz 1998, with outputs spread evenly along the ring. The lecture names the network without a formula.</remarks>
    /// <param name="inputs">How many inputs, on a ring.</param>
    /// <param name="outputs">How many outputs.</param>
    /// <param name="neighbours">Connections of each output.</param>
    /// <param name="rewired">The probability that a connection leads anywhere instead.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Connections SmallWorld(int inputs, int outputs, int neighbours, double rewired = 0.1, Rng? rng = null)
    {
        Positive(nameof(SmallWorld), inputs, outputs);
        if (neighbours < 1 || neighbours > inputs || !(rewired is >= 0 and <= 1))
        {
            throw new ArgumentException($"SmallWorld: an output has 1 to {inputs} neighbours, rewired with a probability of 0 to 1, and not {neighbours} with {rewired}.");
        }

        ulong key = Source(rng).NextKey();
        return new Connections(inputs, outputs, Enumerable.Range(0, outputs).SelectMany(output =>
        {
            HashSet<int> ends = [.. Window(output, inputs, outputs, neighbours).Select(place => (place + inputs) % inputs)];
            Draws draws = new(key, (ulong)output);
            foreach (int end in ends.ToArray())
            {
                if (ends.Count < inputs && draws.Unit() < rewired)
                {
                    int other;
                    do
                    {
                        other = (int)draws.Below((ulong)inputs);
                    }
                    while (ends.Contains(other));

                    ends.Remove(end);
                    ends.Add(other);
                }
            }

            return ends.Select(input => (input, output));
        }));
    }

    /// <summary>Locally connected: each output sees a window of neighbouring inputs; at the ends the windows are cut off.</summary>
    /// <param name="inputs">How many inputs, in a row.</param>
    /// <param name="outputs">How many outputs, spread evenly along them.</param>
    /// <param name="window">How many inputs an output sees.</param>
    public static Connections Local(int inputs, int outputs, int window)
    {
        Positive(nameof(Local), inputs, outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window);
        return new Connections(inputs, outputs, Enumerable.Range(0, outputs).SelectMany(output =>
            Window(output, inputs, outputs, window).Where(input => input >= 0 && input < inputs).Select(input => (input, output))));
    }

    // The inputs around an output's own place.
    private static IEnumerable<int> Window(int output, int inputs, int outputs, int window) =>
        Enumerable.Range((int)Math.Floor(((output + 0.5) * inputs / outputs) - (window / 2.0) + 0.5), window);

    private static Rng Source(Rng? rng) => rng ?? Rng.Current;

    private static void Positive(string topology, int inputs, int outputs)
    {
        if (inputs < 1 || outputs < 1)
        {
            throw new ArgumentException($"{topology}: a layer has at least one input and one output, and not {inputs} and {outputs}.");
        }
    }
}
