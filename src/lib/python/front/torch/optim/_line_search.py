"""A line search that ends where the strong Wolfe conditions hold.

Source: Nocedal and Wright, Numerical Optimization, 2006, algorithms 3.5 and 3.6.
"""


def _cubic_minimum(x1, f1, g1, x2, f2, g2, bounds=None):
    """Where the cubic through two points with these slopes is smallest, within bounds."""
    low, high = bounds if bounds is not None else (min(x1, x2), max(x1, x2))
    d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2)
    square = d1**2 - g1 * g2
    if square < 0:
        return (low + high) / 2.0
    d2 = float(square) ** 0.5
    if x1 <= x2:
        place = x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2))
    else:
        place = x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2 * d2))
    return min(max(float(place), low), high)


class _Point:
    """A length, the loss and the gradient there, and the slope along the direction."""

    def __init__(self, length, loss, gradient, slope):
        self.length = length
        self.loss = loss
        self.gradient = gradient
        self.slope = float(slope)


def strong_wolfe(
    measure, length, direction, loss, gradient, slope, c1=1e-4, c2=0.9, least=1e-9, most=25
):
    """A length along a direction at which the loss is lower and the slope flatter.

    `measure(length)` answers loss and gradient. Answers loss, gradient, length, and how often it
    measured.
    """
    widest = float(direction.abs().max())
    start = _Point(0, loss, gradient.clone(), slope)

    def point(at):
        found, there = measure(at)
        return _Point(at, found, there.clone(), there.dot(direction))

    def too_high(one):
        return one.loss > loss + c1 * one.length * start.slope

    def flat(one):
        return abs(one.slope) <= -c2 * start.slope

    evaluations = 1
    before, now = start, point(length)
    bracket, done, searches = None, False, 0
    while searches < most:
        if too_high(now) or (searches > 1 and now.loss >= before.loss):
            bracket = [before, now]
            break
        if flat(now):
            bracket, done = [now], True
            break
        if now.slope >= 0:
            bracket = [before, now]
            break
        near = now.length + 0.01 * (now.length - before.length)
        far = now.length * 10
        following = _cubic_minimum(
            before.length, before.loss, before.slope, now.length, now.loss, now.slope, (near, far)
        )
        before, now = now, point(following)
        evaluations += 1
        searches += 1
    if bracket is None:
        bracket = [start, now]
    stuck = False
    low, high = (0, -1) if bracket[0].loss <= bracket[-1].loss else (1, 0)
    while not done and searches < most:
        ends = [one.length for one in bracket]
        if abs(ends[1] - ends[0]) * widest < least:
            break
        a, b = bracket
        following = _cubic_minimum(a.length, a.loss, a.slope, b.length, b.loss, b.slope)
        margin = 0.1 * (max(ends) - min(ends))
        if min(max(ends) - following, following - min(ends)) < margin:
            if stuck or following >= max(ends) or following <= min(ends):
                nearer_high = abs(following - max(ends)) < abs(following - min(ends))
                following = max(ends) - margin if nearer_high else min(ends) + margin
                stuck = False
            else:
                stuck = True
        else:
            stuck = False
        now = point(following)
        evaluations += 1
        searches += 1
        if too_high(now) or now.loss >= bracket[low].loss:
            bracket[high] = now
            low, high = (0, 1) if bracket[0].loss <= bracket[1].loss else (1, 0)
        else:
            if flat(now):
                done = True
            elif now.slope * (bracket[high].length - bracket[low].length) >= 0:
                bracket[high] = bracket[low]
            bracket[low] = now
    best = bracket[low if len(bracket) > 1 else 0]
    return best.loss, best.gradient, best.length, evaluations
