using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <content>The walk of some groups, and the pairs of each.</content>
internal sealed unsafe partial class StudentTree<T>
{
    private readonly struct Job(Node* nodes, int used, int* groups, int grouped, T* x, T* y, int* points, T squaredTheta, T* forceX, T* forceY, T* sums) : IWideBody<T>
    {
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            T* list = stackalloc T[3 * Room];
            for (int g = part * GroupsOfPart; g < Math.Min(grouped, (part + 1) * GroupsOfPart); g++)
            {
                Serve<TVector>(nodes[groups[g]], list);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Serve<TVector>(in Node group, T* list)
            where TVector : struct, ISimd<TVector, T>
        {
            for (int i = group.From; i < group.To; i++)
            {
                (forceX[points[i]], forceY[points[i]], sums[points[i]]) = (T.Zero, T.Zero, T.Zero);
            }

            T left = group.Left, right = group.Right, low = group.Low, high = group.High;
            int listed = 0;
            for (int at = 0; at < used;)
            {
                Node* node = nodes + at;
                T dx = T.Max(T.Max(left - node->X, node->X - right), T.Zero), dy = T.Max(T.Max(low - node->Y, node->Y - high), T.Zero);
                bool isFar = node->SquaredWidth <= squaredTheta * ((dx * dx) + (dy * dy));
                if (!isFar && !node->IsLeaf)
                {
                    at++;
                    continue;
                }

                at = node->Next;
                if (isFar)
                {
                    listed = Add(list, listed, node->X, node->Y, node->Mass);
                    if (listed == Room)
                    {
                        listed = Flush<TVector>(group, list, listed);
                    }

                    continue;
                }

                for (int i = node->From; i < node->To; i++)
                {
                    listed = Add(list, listed, x[i], y[i], T.One);
                    if (listed == Room)
                    {
                        listed = Flush<TVector>(group, list, listed);
                    }
                }
            }

            _ = Flush<TVector>(group, list, listed);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int Add(T* list, int listed, T x, T y, T mass)
        {
            (list[listed], list[Room + listed], list[(2 * Room) + listed]) = (x, y, mass);
            return listed + 1;
        }

        // What fills up the last vector weighs nothing.
        private int Flush<TVector>(in Node group, T* list, int listed)
            where TVector : struct, ISimd<TVector, T>
        {
            while (listed % TVector.Count != 0)
            {
                listed = Add(list, listed, T.Zero, T.Zero, T.Zero);
            }

            for (int i = group.From; i < group.To; i += 2)
            {
                Two<TVector>(i, Math.Min(i + 1, group.To - 1), list, listed);
            }

            return 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Two<TVector>(int first, int second, T* list, int listed)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector one = TVector.One;
            TVector x0 = TVector.Create(x[first]), y0 = TVector.Create(y[first]), x1 = TVector.Create(x[second]), y1 = TVector.Create(y[second]);
            TVector fx0 = TVector.Zero, fy0 = TVector.Zero, s0 = TVector.Zero, fx1 = TVector.Zero, fy1 = TVector.Zero, s1 = TVector.Zero;
            for (int j = 0; j < listed; j += TVector.Count)
            {
                TVector xj = TVector.Load(list + j), yj = TVector.Load(list + Room + j), mass = TVector.Load(list + (2 * Room) + j);
                TVector dx = x0 - xj, dy = y0 - yj;
                TVector q = one / TVector.MultiplyAdd(dx, dx, TVector.MultiplyAdd(dy, dy, one));
                TVector weight = mass * q;
                s0 += weight;
                weight *= q;
                fx0 = TVector.MultiplyAdd(weight, dx, fx0);
                fy0 = TVector.MultiplyAdd(weight, dy, fy0);
                dx = x1 - xj;
                dy = y1 - yj;
                q = one / TVector.MultiplyAdd(dx, dx, TVector.MultiplyAdd(dy, dy, one));
                weight = mass * q;
                s1 += weight;
                weight *= q;
                fx1 = TVector.MultiplyAdd(weight, dx, fx1);
                fy1 = TVector.MultiplyAdd(weight, dy, fy1);
            }

            if (second != first)
            {
                Add(points[second], TVector.Sum(fx1), TVector.Sum(fy1), TVector.Sum(s1));
            }

            Add(points[first], TVector.Sum(fx0), TVector.Sum(fy0), TVector.Sum(s0));
        }

        private void Add(int point, T x, T y, T sum)
        {
            forceX[point] += x;
            forceY[point] += y;
            sums[point] += sum;
        }
    }
}
