namespace NotebookKit;

/// <summary>Which inputs a layer's outputs are connected to: the places of a sparse weight matrix that exist, in rows and in columns.</summary>
/// <remarks>
/// Never changes once made. Connections are numbered output after output, inputs ascending (compressed rows, CSR); the same places
/// sorted by input are kept beside it for the way back (CSC). A weight lies at its connection's number.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.ConnectionsFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Connections : IEquatable<Connections>
{
    /// <summary>Makes connections from their ends, in any order.</summary>
    /// <param name="inputs">How many inputs there are.</param>
    /// <param name="outputs">How many outputs there are.</param>
    /// <param name="pairs">The ends of each connection, counted from 0.</param>
    /// <exception cref="ArgumentException">A connection ends outside, or is named twice.</exception>
    public Connections(int inputs, int outputs, IEnumerable<(int Input, int Output)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        (int Input, int Output)[] all = [.. pairs];
        foreach ((int input, int output) in all)
        {
            if ((uint)input >= (uint)inputs || (uint)output >= (uint)outputs)
            {
                throw new ArgumentException($"Connections: {input} to {output} ends outside of {inputs} inputs and {outputs} outputs.", nameof(pairs));
            }
        }

        Array.Sort(all, (a, b) => a.Output != b.Output ? a.Output.CompareTo(b.Output) : a.Input.CompareTo(b.Input));
        (Inputs, Outputs) = (inputs, outputs);
        ByOutput = new(Starts(outputs, all.Select(pair => pair.Output)), Array.ConvertAll(all, pair => pair.Input), null);
        for (int i = 1; i < all.Length; i++)
        {
            if (all[i] == all[i - 1])
            {
                throw new ArgumentException($"Connections: {all[i].Input} to {all[i].Output} is named twice.", nameof(pairs));
            }
        }

        ByInput = Turned(ByOutput, inputs);
    }

    private Connections(int inputs, SparseRows byOutput)
    {
        (Inputs, Outputs) = (inputs, byOutput.Count);
        ByOutput = byOutput;
        ByInput = Turned(byOutput, inputs);
    }

    /// <summary>How many inputs.</summary>
    public int Inputs { get; }

    /// <summary>How many outputs.</summary>
    public int Outputs { get; }

    /// <summary>How many connections.</summary>
    public int Count => ByOutput.Columns.Length;

    /// <summary>The share of all possible connections that exists.</summary>
    public double Density => Inputs == 0 || Outputs == 0 ? 0 : (double)Count / ((long)Inputs * Outputs);

    /// <summary>How many bytes the places take, without weights.</summary>
    public long Bytes => ByOutput.Bytes + ByInput.Bytes;

    /// <summary>The ends of each connection, in the order of the weights.</summary>
    public IEnumerable<(int Input, int Output)> Pairs
    {
        get
        {
            for (int output = 0; output < Outputs; output++)
            {
                for (int k = ByOutput.Starts[output]; k < ByOutput.Starts[output + 1]; k++)
                {
                    yield return (ByOutput.Columns[k], output);
                }
            }
        }
    }

    /// <summary>The inputs of each output.</summary>
    internal SparseRows ByOutput { get; }

    /// <summary>The outputs of each input.</summary>
    internal SparseRows ByInput { get; }

    /// <summary>Every input to every output.</summary>
    public static Connections Full(int inputs, int outputs) =>
        new(inputs, outputs, Enumerable.Range(0, checked(inputs * outputs)).Select(i => (i % inputs, i / inputs)));

    /// <summary>The places of a matrix [outputs, inputs] that are not 0.</summary>
    /// <exception cref="ArgumentException">It is no matrix.</exception>
    public static Connections Of(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Rank != 2)
        {
            throw new ArgumentException($"Connections: takes a matrix [outputs, inputs], and got {mask.Shape}.", nameof(mask));
        }

        double[] values = mask.Detach().To(DType.Float64).ToArray<double>();
        int inputs = mask.Shape[1];
        return new(inputs, mask.Shape[0], Enumerable.Range(0, values.Length).Where(i => values[i] != 0).Select(i => (i % inputs, i / inputs)));
    }

    /// <summary>Connections from compressed rows, checked: what a file or a state holds.</summary>
    internal static Connections FromRows(int inputs, ReadOnlySpan<long> starts, ReadOnlySpan<long> columns)
    {
        bool right = starts.Length > 0 && starts[0] == 0 && starts[^1] == columns.Length;
        for (int row = 1; right && row < starts.Length; row++)
        {
            right = starts[row] >= starts[row - 1] && starts[row] <= columns.Length;
            for (long k = starts[row - 1]; right && k < starts[row]; k++)
            {
                right = (ulong)columns[(int)k] < (ulong)inputs && (k == starts[row - 1] || columns[(int)k] > columns[(int)k - 1]);
            }
        }

        return right
            ? new(inputs, new(Array.ConvertAll(starts.ToArray(), start => (int)start), Array.ConvertAll(columns.ToArray(), column => (int)column), null))
            : throw new ArgumentException($"Connections: {starts.Length} row starts and {columns.Length} columns are no compressed rows over {inputs} inputs; each row's columns ascend and lie inside.");
    }

    /// <summary>Whether two units are connected.</summary>
    public bool Contains(int input, int output) =>
        (uint)output < (uint)Outputs && Array.BinarySearch(ByOutput.Columns, ByOutput.Starts[output], ByOutput.Starts[output + 1] - ByOutput.Starts[output], input) >= 0;

    /// <summary>A Bool matrix [outputs, inputs], true where a connection is.</summary>
    public Tensor Mask()
    {
        Tensor mask = Tensor.Zeros([Outputs, Inputs], DType.Bool);
        Span<bool> places = mask.AsSpan<bool>();
        foreach ((int input, int output) in Pairs)
        {
            places[(output * Inputs) + input] = true;
        }

        return mask;
    }

    /// <summary>A matrix [outputs, inputs] with a weight at each connection and 0 elsewhere.</summary>
    /// <param name="weights">One number a connection.</param>
    public Tensor Dense(Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rank != 1 || weights.Count != Count)
        {
            throw new ArgumentException($"Connections: {Count} connections take weights [{Count}], and got {weights.Shape}.", nameof(weights));
        }

        Tensor flat = Tensor.From(FlatPlaces());
        return Tensor.Full(new Shape(checked(Outputs * Inputs)), 0, weights.DType, weights.Device).ScatterAdd(0, flat, weights).Reshape(Outputs, Inputs);
    }

    /// <summary>How many outputs each input goes to.</summary>
    public int[] InputDegrees() => ByInput.Lengths();

    /// <summary>How many outputs each pixel of an image of inputs goes to, [height, width]: where the wires went.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <exception cref="ArgumentException">The image has another number of pixels than there are inputs.</exception>
    public Tensor InputDegreeMap(int height, int width) => height > 0 && width > 0 && (long)height * width == Inputs
        ? Tensor.From(Array.ConvertAll(InputDegrees(), degree => (float)degree), [height, width])
        : throw new ArgumentException($"InputDegreeMap: {height} x {width} pixels are not the {Inputs} inputs.");

    /// <summary>How many inputs each output has.</summary>
    public int[] OutputDegrees() => ByOutput.Lengths();

    /// <inheritdoc/>
    public bool Equals(Connections? other) =>
        other is not null && Inputs == other.Inputs && ByOutput.Starts.AsSpan().SequenceEqual(other.ByOutput.Starts) && ByOutput.Columns.AsSpan().SequenceEqual(other.ByOutput.Columns);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Connections);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Inputs, Outputs, Count);

    /// <summary>The counts in a line.</summary>
    public override string ToString() => $"{Count:N0} of {(long)Inputs * Outputs:N0} connections from {Inputs:N0} inputs to {Outputs:N0} outputs ({Density:P1})";

    /// <summary>The place of each connection in the matrix written row after row.</summary>
    internal long[] FlatPlaces() => [.. Pairs.Select(pair => ((long)pair.Output * Inputs) + pair.Input)];

    /// <summary>For each connection its number in older connections between the same units, or -1.</summary>
    internal int[] NumbersIn(Connections older)
    {
        int[] numbers = new int[Count];
        for (int output = 0; output < Outputs; output++)
        {
            int k = older.ByOutput.Starts[output], end = older.ByOutput.Starts[output + 1];
            for (int own = ByOutput.Starts[output]; own < ByOutput.Starts[output + 1]; own++)
            {
                while (k < end && older.ByOutput.Columns[k] < ByOutput.Columns[own])
                {
                    k++;
                }

                numbers[own] = k < end && older.ByOutput.Columns[k] == ByOutput.Columns[own] ? k : -1;
            }
        }

        return numbers;
    }

    // Going through the rows in order fills each column in ascending order too.
    private static SparseRows Turned(SparseRows rows, int columns)
    {
        int[] starts = Starts(columns, rows.Columns);
        int[] next = [.. starts];
        int[] of = new int[rows.Columns.Length];
        int[] places = new int[rows.Columns.Length];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int k = rows.Starts[row]; k < rows.Starts[row + 1]; k++)
            {
                int place = next[rows.Columns[k]]++;
                (of[place], places[place]) = (row, k);
            }
        }

        return new(starts, of, places);
    }

    private static int[] Starts(int count, IEnumerable<int> rows)
    {
        int[] starts = new int[count + 1];
        foreach (int row in rows)
        {
            starts[row + 1]++;
        }

        for (int row = 0; row < count; row++)
        {
            starts[row + 1] += starts[row];
        }

        return starts;
    }
}

/// <summary>A sparse matrix's places, row after row: where each row begins, the column of each place, and where its weight lies.</summary>
/// <param name="Starts">[rows + 1].</param>
/// <param name="Columns">The column of each place, ascending in a row.</param>
/// <param name="Places">The number of each place's weight; null when that is the place itself.</param>
internal sealed record SparseRows(int[] Starts, int[] Columns, int[]? Places)
{
    /// <summary>How many rows.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>How many bytes it takes.</summary>
    public long Bytes => sizeof(int) * ((long)Starts.Length + Columns.Length + (Places?.Length ?? 0));

    /// <summary>How many places each row has.</summary>
    public int[] Lengths() => [.. Enumerable.Range(0, Count).Select(row => Starts[row + 1] - Starts[row])];
}
