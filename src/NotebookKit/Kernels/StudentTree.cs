using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels;

/// <summary>t-SNE's repulsion for many points: what is far away pushes as one heavy point, as in Barnes and Hut's tree.</summary>
/// <remarks>
/// A quadtree over Morton's order; a node is a stretch of it with its mass, its centre of mass and the box around its points. Points are served in groups that
/// lie together: one walk down the tree for some dozens of them collects what pushes, a node wherever its box is narrower than theta times its distance
/// from the group's box, and else its points; then all pairs of the group and the list are computed as in <see cref="StudentForces"/>. That takes
/// about n log n pairs in all. Every point of the group is as far from the node as the box or farther, so no point's error is above that of a walk of its own.
/// Groups and lists depend on the points alone: the same bits for any number of threads. The other known way, a grid and Fourier transforms, is no match once
/// the map is wide: of 60,000 digits a whole step here takes 28 ms of one core, the transforms alone (1,344 squared, by a good library) 69. Barnes and Hut 1986; van der Maaten,
/// Accelerating t-SNE using tree-based algorithms, 2014; Barnes, A modified tree code, 1990, for the groups.
/// </remarks>
internal sealed unsafe partial class StudentTree<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Leaf = 8;
    private const int Group = 64;
    private const int Room = 2048;
    private const int GroupsOfPart = 2;

    private readonly PlaneOrder<T> order;
    private readonly T[] place;     // x of all points in order, then y
    private readonly int count;
    private Node[] nodes;
    private int[] groups = new int[16];
    private int used;
    private int grouped;

    /// <summary>Makes room for some points.</summary>
    public StudentTree(int count)
    {
        (this.count, order, place) = (count, new PlaneOrder<T>(count), new T[2 * count]);
        nodes = new Node[Math.Max(16, count / 2)];
    }

    /// <summary>Computes forces and sums, as <see cref="StudentForces.Push"/> does.</summary>
    /// <param name="x">First coordinates.</param>
    /// <param name="y">Second coordinates.</param>
    /// <param name="theta">How wide a node may be beside its distance; 0: all pairs.</param>
    /// <param name="forceX">Where the forces go.</param>
    /// <param name="forceY">Their second coordinates.</param>
    /// <param name="sums">Where the sums of q go, the point itself with q = 1 among them.</param>
    public void Push(T* x, T* y, double theta, T* forceX, T* forceY, T* sums)
    {
        order.Sort(x, y);
        ReadOnlySpan<int> points = order.Points;
        for (int i = 0; i < count; i++)
        {
            (place[i], place[count + i]) = (x[points[i]], y[points[i]]);
        }

        (used, grouped) = (0, 0);
        Build(0, count, false);
        fixed (T* sorted = place)
        fixed (int* who = points, group = groups)
        fixed (Node* tree = nodes)
        {
            Job job = new(tree, used, group, grouped, sorted, sorted + count, who, T.CreateTruncating(theta * theta), forceX, forceY, sums);
            Wide.Run<Job, T>((grouped + GroupsOfPart - 1) / GroupsOfPart, job);
        }
    }

    // Nodes lie in the order in which a walk meets them: a node's first child follows it, and Next is where the walk goes on without its children.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Build(int from, int to, bool isGrouped)
    {
        int own = used++;
        if (own == nodes.Length)
        {
            Array.Resize(ref nodes, 2 * own);
        }

        uint differ = order.Codes[from] ^ order.Codes[to - 1];
        bool isLeaf = to - from <= Leaf || differ == 0;
        if (!isGrouped && (isLeaf || to - from <= Group))
        {
            if (grouped == groups.Length)
            {
                Array.Resize(ref groups, 2 * grouped);
            }

            groups[grouped++] = own;
            isGrouped = true;
        }

        Node node = new() { From = from, To = to, IsLeaf = isLeaf };
        if (isLeaf)
        {
            node.OfPoints(place, count);
        }
        else
        {
            // The highest pair of bits in which the points differ says at which level they part.
            int shift = BitOperations.Log2(differ) & ~1;
            for (int start = from; start < to;)
            {
                int end = EndOfChild(start, to, shift), child = used;
                Build(start, end, isGrouped);
                node.Take(nodes[child]);
                start = end;
            }

            node.Divide();
        }

        node.Next = used;
        nodes[own] = node;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int EndOfChild(int start, int to, int shift)
    {
        ReadOnlySpan<uint> codes = order.Codes;
        uint quarter = codes[start] >> shift;
        int low = start + 1, high = to;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = codes[middle] >> shift == quarter ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private struct Node
    {
        public int From;
        public int To;
        public int Next;
        public bool IsLeaf;
        public T Mass;
        public T X;
        public T Y;
        public T Left;
        public T Right;
        public T Low;
        public T High;
        public T SquaredWidth;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void OfPoints(T[] place, int count)
        {
            ReadOnlySpan<T> xs = place.AsSpan(From, To - From), ys = place.AsSpan(count + From, To - From);
            T left = xs[0], right = left, low = ys[0], high = low, sumX = T.Zero, sumY = T.Zero;
            for (int i = 0; i < xs.Length; i++)
            {
                T x = xs[i], y = ys[i];
                sumX += x;
                sumY += y;
                (left, right) = (x < left ? x : left, x > right ? x : right);
                (low, high) = (y < low ? y : low, y > high ? y : high);
            }

            (Left, Right, Low, High, X, Y, Mass) = (left, right, low, high, sumX, sumY, T.CreateTruncating(xs.Length));
            Divide();
        }

        // X and Y hold sums of mass times place until they are divided.
        public void Take(in Node part)
        {
            bool isFirst = Mass == T.Zero;
            Left = isFirst || part.Left < Left ? part.Left : Left;
            Right = isFirst || part.Right > Right ? part.Right : Right;
            Low = isFirst || part.Low < Low ? part.Low : Low;
            High = isFirst || part.High > High ? part.High : High;
            X += part.Mass * part.X;
            Y += part.Mass * part.Y;
            Mass += part.Mass;
        }

        public void Divide()
        {
            T width = Right - Left > High - Low ? Right - Left : High - Low;
            (X, Y, SquaredWidth) = (X / Mass, Y / Mass, width * width);
        }
    }
}
