using NotebookKit.Layers;

namespace NotebookKit.Sparse;

/// <summary>A layer that has, keeps and computes only some of its connections; see <see cref="Ops.SparseLinear"/>.</summary>
/// <remarks>
/// [N, inputs] becomes [N, outputs]. Weights and biases begin evenly spread over +-1 / sqrt(connections of an output), as a
/// <see cref="Linear"/> layer's do. Which connections there are belongs to the state and goes into files with the weights. Fixed
/// connections are the lecture's MLP_FixProb; <see cref="SparseEvolution"/> moves them. Lecture S0.
/// </remarks>
public sealed class SparseLinear : Module
{
    private readonly int inputs;
    private ModuleBuffer columns;
    private ModuleBuffer rowStarts;
    private Connections connections;
    private (int Starts, int Columns) seen;

    /// <summary>Makes the layer.</summary>
    /// <param name="connections">Which input goes to which output, as a <see cref="Topology"/> gives them.</param>
    /// <param name="bias">Whether each output has a bias.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public SparseLinear(Connections connections, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(connections);
        this.connections = connections;
        inputs = connections.Inputs;
        (rowStarts, columns) = BuffersOf(connections);
        seen = Versions;
        Bound = 1 / Math.Sqrt(Math.Max(1, (double)connections.Count / Math.Max(1, connections.Outputs)));
        Weight = new Parameter(Tensor.Uniform(new Shape(connections.Count), -Bound, Bound, rng, dtype));
        Bias = bias ? new Parameter(Tensor.Uniform(new Shape(connections.Outputs), -Bound, Bound, rng, dtype)) : null;
    }

    /// <summary>A weight for each connection, [connections]: output after output, inputs ascending.</summary>
    public Parameter Weight { get; private set; }

    /// <summary>[outputs], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Which input goes to which output.</summary>
    public Connections Connections
    {
        get
        {
            // A loaded state wrote into the buffers.
            if (seen != Versions)
            {
                connections = Connections.FromRows(inputs, rowStarts.AsSpan<long>(), columns.AsSpan<long>());
                seen = Versions;
            }

            return connections;
        }
    }

    /// <summary>The bytes of the weights, the biases and the places of the connections.</summary>
    public long Bytes => Connections.Bytes + Parameters().Sum(parameter => (long)parameter.Count * parameter.DType.Size()) + (sizeof(long) * ((long)rowStarts.Count + columns.Count));

    /// <summary>New connections begin evenly spread over +- this.</summary>
    internal double Bound { get; }

    private (int Starts, int Columns) Versions => (rowStarts.Storage.Version, columns.Storage.Version);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.SparseLinear(Weight, Connections, Bias);
    }

    /// <summary>The whole weight matrix [outputs, inputs], zeros where no connection is.</summary>
    public Tensor DenseWeight() => Connections.Dense(Weight);

    /// <inheritdoc/>
    public override string ToString() => $"SparseLinear({Connections.Inputs}, {Connections.Outputs}, {Connections.Count:N0} connections{(Bias is null ? ", no bias" : string.Empty)})";

    /// <summary>Takes other connections between the same units. Those that stay keep their weights, new ones begin with a number each of <paramref name="fresh"/>.</summary>
    /// <returns>For each connection its number before, or -1 for a new one.</returns>
    internal int[] Rewire(Connections next, ReadOnlySpan<double> fresh)
    {
        int[] from = next.NumbersIn(Connections);
        double[] before = Weight.Detach().ToArray<double>();
        double[] after = new double[from.Length];
        int used = 0;
        for (int i = 0; i < from.Length; i++)
        {
            after[i] = from[i] >= 0 ? before[from[i]] : fresh[used++];
        }

        Tensor weights = Tensor.From(after).To(Weight.DType);
        if (next.Count == Weight.Count)
        {
            (Tensor starts, Tensor of) = BuffersOf(next);
            Weight.Set(weights);
            Weight.ZeroGradient();
            rowStarts.Set(starts);
            columns.Set(of);
        }
        else
        {
            Weight = new Parameter(weights);
            (rowStarts, columns) = BuffersOf(next);
        }

        connections = next;
        seen = Versions;
        return from;
    }

    private static (ModuleBuffer Starts, ModuleBuffer Columns) BuffersOf(Connections connections) =>
        (new(Tensor.From(Array.ConvertAll(connections.ByOutput.Starts, start => (long)start))), new(Tensor.From(Array.ConvertAll(connections.ByOutput.Columns, column => (long)column))));
}
