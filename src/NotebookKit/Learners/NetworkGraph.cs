using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>A connection of a network: from neuron <paramref name="Sender"/> of the layer before to neuron <paramref name="Receiver"/> of a layer.</summary>
/// <param name="Layer">The layer that receives, 1 for the first after the inputs.</param>
/// <param name="Receiver">i of w_ij, counted from 0.</param>
/// <param name="Sender">j of w_ij, counted from 0.</param>
/// <param name="Weight">w_ij.</param>
public readonly record struct NetworkEdge(int Layer, int Receiver, int Sender, double Weight);

/// <summary>A network as a directed weighted graph: neurons are vertices in sets, two neighbouring sets a bipartite graph, weights the edges.</summary>
/// <remarks>A perceptron is such a graph without a hidden set. Lecture S3, "Neural network".</remarks>
public sealed class NetworkGraph
{
    private readonly double[][,] weights;

    internal NetworkGraph(Mlp network)
    {
        Nodes = network.Sizes;
        weights = [.. network.Layers.Select(layer => layer.Weight.Detach().To(DType.Float64).ToArray2D<double>())];
    }

    /// <summary>How many neurons each layer has, the inputs first.</summary>
    public IReadOnlyList<int> Nodes { get; }

    /// <summary>How many connections lead into each layer after the inputs, n(l-1) n(l).</summary>
    public IReadOnlyList<int> EdgeCounts => [.. weights.Select(weight => weight.Length)];

    /// <summary>All connections.</summary>
    public IEnumerable<NetworkEdge> Edges
    {
        get
        {
            for (int l = 0; l < weights.Length; l++)
            {
                for (int i = 0; i < weights[l].GetLength(0); i++)
                {
                    for (int j = 0; j < weights[l].GetLength(1); j++)
                    {
                        yield return new(l + 1, i, j, weights[l][i, j]);
                    }
                }
            }
        }
    }

    /// <summary>Neurons as circles, weights as lines.</summary>
    public Figure Draw(string? title = null) => Chart.Network([.. weights.Select(weight => (NumberGrid)weight)], title);

    /// <summary>Nodes and edges layer by layer.</summary>
    public override string ToString() => string.Join('\n', Nodes.Select((nodes, l) =>
        $"{(l == 0 ? "inputs " : l == Nodes.Count - 1 ? "outputs" : $"layer {l}")}  {nodes,6:N0} nodes{(l == 0 ? string.Empty : $", {EdgeCounts[l - 1],9:N0} edges in")}"));
}
